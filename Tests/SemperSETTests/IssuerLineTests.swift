import SemperArchive
import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// The gateway and the bank that has issued the card: whatever is lost on the line, the money moves once, on both books alike.
@Suite struct IssuerLineTests {
  /// What becomes of a purchase for 25.00.
  enum Story: String, Sendable, CaseIterable {
    /// Captured in part, and some of that given back.
    case captured
    /// Taken at once, something given back, and that taken again.
    case bought
    case voided
    /// Captured, and the capture undone.
    case uncaptured
    /// Locked, and claimed with the opening.
    case claimed
    /// Locked, and released on the arbiter's word.
    case released

    var paid: Int64 {
      switch self {
      case .captured: 15_00
      case .bought, .claimed: 25_00
      case .voided, .uncaptured, .released: 0
      }
    }

    var messages: [String] {
      switch self {
      case .captured: ["0100", "0220", "0200"]
      case .bought: ["0200", "0200", "0400"]
      case .voided: ["0100", "0400"]
      case .uncaptured: ["0100", "0220", "0400", "0400"]
      case .claimed: ["0200"]
      case .released: ["0200", "0400"]
      }
    }
  }

  private static func money(_ units: Int64) -> Money { Money(minorUnits: units, .euro) }

  private func play(_ story: Story, at street: IssuerStreet) async throws {
    let (market, desk) = (street.market, street.market.merchant)
    let lock = story == .claimed || story == .released ? LockOf(market) : nil
    let order = try Market.order(lock: lock.map { lock in { _ in lock } }, in: market)
    let purchase = try Purchase(order, in: market, captureNow: story == .bought)
    let approval = try desk.approval(await street.say(purchase.authReq), to: purchase.asked, at: Market.now)
    #expect(approval.isApproved)
    var generator = SystemRandomNumberGenerator()
    switch story {
    case .captured:
      try await capture(20_00, approval, at: street)
      try await reverse(Credit.self, 5_00, approval, at: street)
    case .bought:
      try await reverse(Credit.self, 5_00, approval, at: street)
      try await reverse(CreditReversal.self, 5_00, approval, at: street)
    case .voided:
      let (asked, message) = try desk.void(approval, using: &generator, at: Market.now)
      #expect(try await desk.voided(street.say(message), to: asked, at: Market.now).minorUnits == 0)
    case .uncaptured:
      try await capture(25_00, approval, at: street)
      try await reverse(CaptureReversal.self, 25_00, approval, at: street)
    case .claimed:
      try await capture(25_00, approval, title: lock.map { .opening($0.opening) }, at: street)
    case .released:
      guard let lock else { return }
      let title = try lock.decision(.aborted)
      let outcome = try await street.patiently { try await $0.release(lock.terms, with: title, at: Market.now) }
      let word = try VerifiedStatement<LockOutcome>(verifying: outcome, keys: KeySet([market.gateway.word]))
      #expect(word.content.ending == .refunded)
    }
  }

  private func capture(
    _ units: Int64, _ approval: Approval, title: LockTitle? = nil, at street: IssuerStreet
  ) async throws {
    var generator = SystemRandomNumberGenerator()
    let desk = street.market.merchant
    let (asked, message) = try desk.capture(
      approval, amount: Self.money(units), title: title, using: &generator, at: Market.now)
    #expect(try await desk.captured(street.say(message), to: asked, at: Market.now).code == .success)
  }

  private func reverse<Kind: ReversalKind>(
    _: Kind.Type, _ units: Int64, _ approval: Approval, at street: IssuerStreet
  ) async throws {
    var generator = SystemRandomNumberGenerator()
    let desk = street.market.merchant
    let (asked, message) = try desk.reverse(
      Kind.self, approval, amount: Self.money(units), using: &generator, at: Market.now)
    #expect(try await desk.reversed(Kind.self, street.say(message), to: asked, at: Market.now) == Self.money(units))
  }

  @Test(arguments: Story.allCases) func bothBanksBooksAgree(_ story: Story) async throws {
    let street = try await IssuerStreet()
    try await play(story, at: street)
    #expect(street.wire.types == story.messages)
    try await street.expectPaid(story.paid)
  }

  @Test(arguments: Story.allCases, IssuerWire.Fault.allCases)
  func whatIsLostOrDoubledOnTheLineMovesNothingTwice(_ story: Story, _ fault: IssuerWire.Fault) async throws {
    for number in story.messages.indices {
      let street = try await IssuerStreet { $0 == number ? fault : nil }
      try await play(story, at: street)
      try await street.expectPaid(story.paid)
    }
  }

  /// The issuer has taken the money or not; it confirms that nothing counts, and the merchant hears no.
  @Test(arguments: [IssuerWire.Fault.requestLost, .answerLost])
  func whatNobodyAnswersIsReversedAndDeclined(_ fault: IssuerWire.Fault) async throws {
    let street = try await IssuerStreet { $0 < 3 ? fault : nil }
    let purchase = try Purchase(Market.order(in: street.market), in: street.market)
    let answer = try await street.say(purchase.authReq)
    #expect(try !street.market.merchant.approval(answer, to: purchase.asked, at: Market.now).isApproved)
    #expect(street.wire.types == ["0100", "0101", "0101", "0400"])
    try await street.expectPaid(0)
  }

  @Test func aCardWithoutMoneyIsDeclined() async throws {
    let street = try await IssuerStreet()
    let purchase = try Purchase(Market.order(units: 500_01, in: street.market), in: street.market)
    let answer = try await street.say(purchase.authReq)
    #expect(try !street.market.merchant.approval(answer, to: purchase.asked, at: Market.now).isApproved)
    try await street.expectPaid(0)
  }

  /// Nobody is told anything of a purchase while its issuer is silent, and nothing else is decided about it.
  @Test func whileTheIssuerIsSilentThePurchaseIsInDoubt() async throws {
    let street = try await IssuerStreet { _ in .answerLost }
    let market = street.market
    let purchase = try Purchase(Market.order(in: market), in: market)
    var generator = SystemRandomNumberGenerator()
    let (inquiry, question) = try market.cardholder.inquire(purchase.sent, using: &generator, at: Market.now)
    for message in [purchase.authReq, question] {
      let refusal = await #expect(throws: Refusal.self) { try await street.gateway.answer(message, at: Market.now) }
      #expect(refusal?.code == .unavailable)
    }
    #expect(try await street.gateway.resume() == 1)
    street.wire.heal()
    #expect(try await street.gateway.resume() == 0)
    let answer = try await street.gateway.answer(purchase.authReq, at: Market.now)
    #expect(try !market.merchant.approval(answer, to: purchase.asked, at: Market.now).isApproved, "it was reversed")
    let standing = try await street.gateway.answer(question, at: Market.now)
    _ = try market.cardholder.standing(standing, to: inquiry, by: market.gateway.word)
    try await street.expectPaid(0)
  }

  /// What the merchant has spent it cannot give back, and the issuer is not asked for it.
  @Test func aMerchantWithoutMoneyGivesNothingBack() async throws {
    let street = try await IssuerStreet()
    let purchase = try Purchase(Market.order(in: street.market), in: street.market, captureNow: true)
    let desk = street.market.merchant
    let approval = try desk.approval(await street.say(purchase.authReq), to: purchase.asked, at: Market.now)
    try await street.spend(25_00)
    var generator = SystemRandomNumberGenerator()
    let (asked, message) = try desk.reverse(
      Credit.self, approval, amount: Self.money(5_00), using: &generator, at: Market.now)
    let answer = try await street.say(message)
    #expect(throws: SETRefusal.self) { try desk.reversed(Credit.self, answer, to: asked, at: Market.now) }
    #expect(street.wire.types == ["0200"])
  }
}
