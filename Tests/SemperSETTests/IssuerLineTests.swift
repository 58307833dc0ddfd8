import SemperArchive
import SemperCardNetwork
import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// The gateway and the bank that has issued the card: whatever is lost on the line, the money moves once, on both books alike.
@Suite struct IssuerLineTests {
  @Test(arguments: IssuerStory.allCases) func bothBanksBooksAgree(_ story: IssuerStory) async throws {
    let street = try await IssuerStreet()
    try await story.play(at: street)
    #expect(street.wire.types == story.messages)
    try await street.expectPaid(story.paid)
  }

  @Test(arguments: IssuerStory.allCases, IssuerWire.Fault.allCases)
  func whatIsLostOrDoubledOnTheLineMovesNothingTwice(_ story: IssuerStory, _ fault: IssuerWire.Fault) async throws {
    for number in story.messages.indices {
      let street = try await IssuerStreet { $0 == number ? fault : nil }
      try await story.play(at: street)
      try await street.expectPaid(story.paid)
    }
  }

  /// A comparison of totals that nobody has answered is seen to its end before the issuer is asked something new.
  @Test func totalsAreComparedFirst() async throws {
    let street = try await IssuerStreet { (1...6).contains($0) ? .answerLost : nil }
    let market = street.market
    var generator = SystemRandomNumberGenerator()
    for number in [1, 2] as [UInt8] {
      let purchase = try Purchase(Market.order(number: number, in: market), in: market, captureNow: true)
      let answer = try await street.say(purchase.authReq)
      #expect(try market.merchant.approval(answer, to: purchase.asked, at: Market.now).isApproved)
      guard number == 1 else { break }
      let round = ID<Operation>(using: &generator)
      await #expect(throws: CardGatewayError.inDoubt) { try await street.line.reconcile(id: round) }
    }
    #expect(street.wire.types == ["0200", "0500"] + [String](repeating: "0501", count: 6) + ["0200"])
    #expect(try await street.line.reconcile(id: ID(using: &generator)).totals?.net == 25_00)
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
      Credit.self, approval, amount: Money(minorUnits: 5_00, .euro), using: &generator, at: Market.now)
    let answer = try await street.say(message)
    #expect(throws: SETRefusal.self) { try desk.reversed(Credit.self, answer, to: asked, at: Market.now) }
    #expect(street.wire.types == ["0200"])
  }
}
