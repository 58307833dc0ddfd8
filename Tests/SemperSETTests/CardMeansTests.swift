import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// A card and a till as means of payment, at a gateway that says what it should not.
@Suite struct CardMeansTests {
  /// Answers every message with the same.
  private struct Saying: CardLedger {
    let word: PublicKey
    let answer: [UInt8]
    func answer(_ message: [UInt8], at now: Timestamp) async throws -> [UInt8] { answer }
    func release(_ terms: LockTerms, with title: LockTitle, at now: Timestamp) async throws -> SignedStatement {
      throw SETRefusal(.lock, "there is no lock")
    }
    func receipt(of terms: LockTerms) async throws -> SignedStatement? { nil }
    func outcome(of terms: LockTerms) async throws -> SignedStatement? { nil }
  }

  private static let time = VirtualTime(now: Market.now)

  private func card(_ market: TestMarket, says answer: [UInt8], units: Int64 = 500_00) throws -> SETCardPurse {
    let balance = BankBalance(
      available: Money(minorUnits: units, .euro), held: .zero(.euro), asOf: Market.now)
    return SETCardPurse(
      try PurseID(bytes: Array(repeating: 5, count: PurseID.size)), desk: market.cardholder,
      gateway: Saying(word: market.gateway.word, answer: answer), bank: "issuer", limits: AgreedCardPayment.limits,
      faculties: PurseFaculties(bankBalance: { balance }), time: Self.time)
  }

  private func till(_ market: TestMarket, says answer: [UInt8]) throws -> SETShopTill {
    SETShopTill(
      try PurseID(bytes: Array(repeating: 6, count: PurseID.size)), desk: market.merchant,
      gateway: Saying(word: market.gateway.word, answer: answer), records: InMemoryArchive().records,
      bank: "acquirer", limits: AgreedCardPayment.limits, time: Self.time)
  }

  private static let garbage: [UInt8] = [0x30, 0x00]

  @Test func aCardPaysWhatItsAccountHolds() async throws {
    let market = try await Market.shared.value
    let payment = try AgreedCardPayment(market)
    let (option, amount) = (payment.terms.option, payment.terms.amount)
    _ = try await card(market, says: [], units: amount.minorUnits).fit(option, amount: amount)
    let refusal = await #expect(throws: Refusal.self) {
      try await card(market, says: [], units: amount.minorUnits - 1).fit(option, amount: amount)
    }
    #expect(refusal?.code == .insufficientFunds)
  }

  @Test func aTillDoesNotOfferCardsForLongerThanItReadsApprovals() async throws {
    let till = try till(await Market.shared.value, says: [])
    func request(_ seconds: Int64) -> PaymentRequest {
      PaymentRequest(
        amount: Money(minorUnits: 1_00, .euro), reference: PaymentReference(for: Digest(plain: [1]), path: "payment"),
        demands: PaymentDemands(lockFor: Span(seconds: seconds)), notAfter: Market.now)
    }
    _ = try await till.option(for: request(StoredMerchant.keeps.seconds))
    let refusal = await #expect(throws: Refusal.self) {
      try await till.option(for: request(StoredMerchant.keeps.seconds + 1))
    }
    #expect(refusal?.code == .lockMissing)
  }

  /// What the other side says wrong ends the payment; what the gateway seems to say must not: the money may have moved.
  @Test func nonsenseOfTheGatewayIsNoRefusal() async throws {
    let market = try await Market.shared.value
    let payment = try AgreedCardPayment(market)
    let purchase = try Purchase(AgreedOrder(payment.terms), in: market)
    let card = try card(market, says: Self.garbage)
    let paying = try payment.opening(.pay(payment.agreement), card.descriptor)
    let till = try till(market, says: Self.garbage)
    let receiving = try payment.opening(.receive(payment.agreement), till.descriptor)
    func asked(_ messages: [[UInt8]], _ name: String, _ addressee: Inquiry.Addressee) -> Inquiry {
      Inquiry(name, to: addressee, SETPaper(messages).canonicalBytes)
    }
    await #expect(throws: SETRefusal.self) {
      try await card.ask(asked([purchase.pReq], "standing", .provider), in: paying)
    }
    await #expect(throws: SETRefusal.self) {
      try await till.ask(
        asked([purchase.pInitRes, purchase.pReq, purchase.authReq], "approval", .provider), in: receiving)
    }
    for answer in [
      try await card.ask(asked([Self.garbage, purchase.pInitRes], "buy", .device), in: paying),
      try await till.ask(asked([Self.garbage], "open", .device), in: receiving),
    ] {
      guard case .refused = try SETVerdict(canonicalBytes: answer) else { return #expect(Bool(false)) }
    }
  }

  /// Only the gateway itself refuses for good, and only what it was sent.
  @Test func anErrorIsSignedByTheGateway() async throws {
    let market = try await Market.shared.value
    let payment = try AgreedCardPayment(market)
    let purchase = try Purchase(AgreedOrder(payment.terms), in: market)
    let paper = SETPaper([purchase.pInitRes, purchase.pReq, purchase.authReq]).canonicalBytes
    var changed = purchase.authReq
    changed[changed.count - 1] ^= 1
    func verdict(by identity: SigningIdentity, about message: [UInt8]? = nil) async throws -> SETVerdict {
      var generator = SystemRandomNumberGenerator()
      let error = try ErrorWriting.error(
        SETRefusal(.amount, "no"), to: message ?? purchase.authReq, by: identity, software: market.merchant.software,
        using: &generator, at: Market.now)
      let till = try till(market, says: error)
      return try SETVerdict(
        canonicalBytes: await till.ask(
          Inquiry("approval", to: .provider, paper), in: payment.opening(.receive(payment.agreement), till.descriptor)))
    }
    let gateway = market.gateway.configuration.identity
    guard case .concluded(.refused, nil) = try await verdict(by: gateway) else { return #expect(Bool(false)) }
    let merchant = market.merchant.identity
    #expect(try await eventualCheck { _ = try await verdict(by: merchant) } == .signature)
    #expect(try await eventualCheck { _ = try await verdict(by: gateway, about: changed) } == .rrpid)
  }

  @Test func anApprovalIsKeptWhole() async throws {
    let market = try await Market.trading.value
    let payment = try AgreedCardPayment(market)
    let purchase = try Purchase(AgreedOrder(payment.terms), in: market, captureNow: true)
    let answer = try await market.gateway.answer(purchase.authReq, at: Market.now)
    let messages = [purchase.pInitRes, purchase.pReq, purchase.authReq, answer]
    func read(_ messages: [[UInt8]]) throws -> Approval {
      try market.merchant.approval(from: SETPaper(messages, at: Market.now), captureNow: true, payment.terms)
    }
    #expect(try read(messages).isApproved)
    #expect(throws: Refusal.self) { try read(messages + [answer]) }
  }

  @Test func theGatewaysAnswerIsToTheQuestionThatWasAsked() async throws {
    let market = try await Market.shared.value
    let order = try Market.order(in: market)
    let (purchase, other) = (try Purchase(order, in: market), try Purchase(order, in: market))
    var generator = SystemRandomNumberGenerator()
    let (inquiry, _) = try market.cardholder.inquire(purchase.sent, using: &generator, at: Market.now)
    let (another, _) = try market.cardholder.inquire(purchase.sent, using: &generator, at: Market.now)
    func refused(
      name: RRPID? = nil, challenge: Challenge? = nil, transaction: TransIDs? = nil
    ) throws -> SETCheck? {
      let data = PResData(
        transaction: transaction ?? inquiry.sent.transaction, rrpid: name ?? inquiry.rrpid,
        challenge: challenge ?? inquiry.challenge, payloads: [PResPayload(completion: .orderRejected)])
      let answer = Dishonest(market: market, order: order).wrap(
        .inqRes(try Signed(data, by: market.gateway.configuration.identity)), inquiry.rrpid, inquiry.sent.transaction)
      return try check { _ = try market.cardholder.standing(answer, to: inquiry, by: market.gateway.word) }
    }
    #expect(try refused() == nil)
    #expect(try refused(name: another.rrpid) == .rrpid)
    #expect(try refused(challenge: another.challenge) == .challenge)
    #expect(try refused(transaction: other.sent.transaction) == .transaction)
  }
}
