import PaymentWorlds
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import SemperTestMoney
import Testing

/// Two managers that both have two systems come to one by themselves.
@Suite struct PaymentNegotiationTests {
  private let market: Market

  init() async throws {
    let time = VirtualTime(now: TestMint.begin)
    market = Market(time, [TestMoneyUnderTest(time: time), try EcashUnderTest(time: time)])
    try await market.open()
  }

  private func choice(
    _ preferences: PaymentPreferences = PaymentPreferences(), demands: PaymentDemands = PaymentDemands(),
    order: [SchemeID] = []
  ) async throws -> PaymentChoice {
    let reference = PaymentReference(for: Digest(plain: [1]), path: "payment")
    let offer = try await market.manager(of: .payee).offer(
      PaymentRequest(
        amount: Money(minorUnits: 5_00, .euro), reference: reference,
        notAfter: TestMint.begin.advanced(by: Span(seconds: 60))), order: order)
    return try await market.manager(of: .payer).weigh(
      offer.signed, payee: market.payeeKey, reference: reference, demands: demands, preferences: preferences
    ).choice
  }

  private func fill() async throws {
    let manager = try market.manager(of: .payer)
    let purse = try market.purse(EcashPaymentPurse.scheme)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await manager.run() }
      let key = IdempotencyKey(try Nonce(bytes: Array(repeating: 5, count: 32)))
      let id = try await manager.withdraw(Money(minorUnits: 20_00, .euro), into: purse, key: key)
      #expect(try await manager.outcome(of: id).state == .settled)
      group.cancelAll()
    }
  }

  @Test func preferencesDecide() async throws {
    try await fill()
    let (money, cash) = (TestMoneyPurse.scheme, EcashPaymentPurse.scheme)
    #expect(try await choice(PaymentPreferences(order: [cash])).candidates.map(\.scheme) == [cash, money])
    #expect(try await choice(PaymentPreferences(order: [money])).candidates.map(\.scheme) == [money, cash])
    // Without any, the payee's order counts.
    #expect(try await choice(order: [cash, money]).candidates.map(\.scheme) == [cash, money])
    #expect(try await choice(order: [money, cash]).candidates.map(\.scheme) == [money, cash])
    #expect(try await choice(PaymentPreferences(avoided: [money])).candidates.map(\.scheme) == [cash])
  }

  @Test func aRefusalSaysWhy() async throws {
    // The purse is empty, and the account is no anonymous means of payment.
    let none = try await choice(demands: PaymentDemands(anonymity: .anonymous))
    #expect(none.candidates.isEmpty)
    let reasons = Dictionary(grouping: none.mismatches, by: \.scheme).mapValues { $0.map(\.refusal.code) }
    #expect(reasons[TestMoneyPurse.scheme] == [.notAnonymous])
    #expect(reasons[EcashPaymentPurse.scheme] == [.insufficientFunds])
    let refusal = #expect(throws: Refusal.self) { try none.best() }
    #expect(refusal?.code == .noCommonPayment)
    #expect(refusal?.detail.contains("testmoney/1") == true && refusal?.detail.contains("ecash/1") == true)
  }

  @Test(arguments: ["as offered", "another brand", "another bank"])
  func whoIsNotAccreditedWhereThePurseIsGetsNothing(_ change: String) async throws {
    let seller = SigningKey()
    let reference = PaymentReference(for: Digest(plain: [1]), path: "payment")
    let offered = try await market.manager(of: .payee).offer(
      PaymentRequest(
        amount: Money(minorUnits: 5_00, .euro), reference: reference,
        notAfter: TestMint.begin.advanced(by: Span(seconds: 60)))
    ).content
    let options = offered.options.map { option in
      PaymentOption(
        scheme: option.scheme, paymentClass: option.paymentClass,
        brand: change == "another brand" ? "Shells" : option.brand,
        provider: change == "another bank" ? SigningKey().publicKey.thumbprint : option.provider,
        amount: option.amount, limits: option.limits, properties: option.properties, particulars: option.particulars)
    }
    let offer = PaymentOffer(
      reference: reference, payee: seller.publicKey, options: options, choice: offered.choice, demands: offered.demands,
      nonce: offered.nonce, issued: offered.issued, notAfter: offered.notAfter)
    let choice = try await market.manager(of: .payer).weigh(
      SignedStatement(offer, signedBy: [seller]), payee: seller.publicKey.thumbprint, reference: reference
    ).choice
    let refused = choice.mismatches.filter { $0.refusal.code == .notAccredited }
    #expect(refused.count == (change == "as offered" ? 0 : options.count))
    #expect(refused.allSatisfy { $0.refusal.blame == .peer })
    #expect(choice.candidates.isEmpty == (change != "as offered"))
  }

  @Test func aDealThatNeedsALockGetsOne() async throws {
    try await fill()
    let both = try await choice(demands: PaymentDemands(needsLock: true))
    #expect(both.candidates.count == 2)
    let unknown = try await choice(demands: PaymentDemands(anonymity: .anonymous, needsLock: true))
    #expect(unknown.candidates.map(\.scheme) == [EcashPaymentPurse.scheme])
    #expect(unknown.mismatches.map(\.refusal.code) == [.notAnonymous])
  }

  @Test func thePersonIsAskedOnlyWhenThePreferencesSaySo() async throws {
    try await fill()
    let reference = PaymentReference(for: Digest(plain: [1]), path: "payment")
    let offer = try await market.manager(of: .payee).offer(
      PaymentRequest(
        amount: Money(minorUnits: 5_00, .euro), reference: reference,
        notAfter: TestMint.begin.advanced(by: Span(seconds: 60))))
    for (asking, isAsked) in [(PaymentPreferences.Asking.never, false), (.whenSeveral, true), (.always, true)] {
      let chooser = LastOfAll()
      _ = try await market.manager(of: .payer).choose(
        from: offer.signed, payee: market.payeeKey, reference: reference,
        preferences: PaymentPreferences(asking: asking), asking: chooser)
      #expect(await chooser.questions == (isAsked ? 1 : 0))
    }
  }
}

/// A person who takes the last candidate.
private actor LastOfAll: PaymentChooser {
  private(set) var questions = 0

  func choose(from choice: PaymentChoice, of offer: PaymentOffer) -> PaymentChoice.Candidate? {
    questions += 1
    return choice.candidates.last
  }
}
