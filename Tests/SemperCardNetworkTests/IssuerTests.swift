import SemperArchive
import SemperBank
import SemperCardNetwork
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import Testing

/// What an issuer does with each request, and what it refuses.
@Suite struct IssuerTests {
  private static func gateway(_ host: IssuerHost, _ link: (any CardLink)? = nil) -> CardGateway {
    CardGateway(
      acquirer: IssuerHost.acquirer, currency: .euro, records: InMemoryArchive().records,
      link: link ?? DirectLink(host), time: host.clock)
  }

  private static func code(_ ended: CardGateway.Ended) -> ResponseCode? {
    guard case .answered(let answer) = ended.outcome else { return nil }
    return answer.code
  }

  @Test func whatIsAuthorisedIsHeldThenTaken() async throws {
    let host = try await IssuerHost.ready()
    let gateway = Self.gateway(host)
    let held = try await gateway.perform(.authorise(IssuerHost.payment(30_00)), id: IssuerHost.operation())
    #expect(held.outcome.isApproved)
    #expect(try await host.held == 30_00)
    let taken = try await gateway.perform(
      .complete(IssuerHost.payment(20_00), of: held.name), id: IssuerHost.operation())
    #expect(taken.outcome.isApproved)
    #expect(try await host.held == 0)
    #expect(try await host.owed == 20_00)
    #expect(try await host.left == IssuerHost.grant - 20_00)
    // A second completion takes nothing.
    let again = try await gateway.perform(
      .complete(IssuerHost.payment(5_00), of: held.name), id: IssuerHost.operation())
    #expect(Self.code(again) == .invalidTransaction)
    let back = try await gateway.perform(
      .credit(IssuerHost.payment(15_00), of: taken.name), id: IssuerHost.operation())
    #expect(back.outcome.isApproved)
    let tooMuch = try await gateway.perform(
      .credit(IssuerHost.payment(5_01), of: taken.name), id: IssuerHost.operation())
    #expect(Self.code(tooMuch) == .invalidAmount)
    #expect(try await gateway.reconcile(id: IssuerHost.operation()).code == .approved)
    #expect(try await host.owed == 0)
    #expect(try await host.balance(.customer(host.settler.thumbprint)) == IssuerHost.grant + 5_00)
    try await host.check()
  }

  @Test func reversalsUndoEachKind() async throws {
    let host = try await IssuerHost.ready()
    let gateway = Self.gateway(host)
    let held = try await gateway.perform(.authorise(IssuerHost.payment(40_00)), id: IssuerHost.operation())
    let part = CardRequest.Citation(name: held.name, type: .authorisationRequest)
    _ = try await gateway.perform(.reverse(part, kept: Money(minorUnits: 10_00, .euro)), id: IssuerHost.operation())
    #expect(try await host.held == 10_00)
    let taken = try await gateway.perform(
      .complete(IssuerHost.payment(10_00), of: held.name), id: IssuerHost.operation())
    let completion = CardRequest.Citation(name: taken.name, type: .completionAdvice)
    _ = try await gateway.perform(.reverse(completion, kept: .zero(.euro)), id: IssuerHost.operation())
    #expect(try await host.held == 10_00)
    #expect(try await host.owed == 0)
    let bought = try await gateway.perform(.purchase(IssuerHost.payment(7_00)), id: IssuerHost.operation())
    #expect(try await gateway.reconcile(id: IssuerHost.operation()).code == .approved)
    // Undone after the period in which it counted: the acquirer owes it.
    let purchase = CardRequest.Citation(name: bought.name, type: .financialRequest)
    for _ in 0..<2 {
      let undone = try await gateway.perform(.reverse(purchase, kept: .zero(.euro)), id: IssuerHost.operation())
      #expect(undone.outcome.isApproved)
    }
    #expect(try await host.owed == -7_00)
    #expect(try await gateway.totals().debitReversals.units == 7_00)
    #expect(try await gateway.reconcile(id: IssuerHost.operation()).code == .approved)
    #expect(try await host.owed == 0)
    try await host.check()
  }

  @Test func whatEndsIsLetGo() async throws {
    let host = try await IssuerHost.ready()
    let gateway = Self.gateway(host)
    let held = try await gateway.perform(.authorise(IssuerHost.payment(40_00)), id: IssuerHost.operation())
    host.clock.advance(by: Span(seconds: 7 * 86_400 + 1))
    try await host.issuer.releaseEnded(at: host.clock.now())
    #expect(try await host.held == 0)
    #expect(try await host.left == IssuerHost.grant)
    let late = try await gateway.perform(
      .complete(IssuerHost.payment(40_00, at: host.clock.now()), of: held.name), id: IssuerHost.operation())
    #expect(Self.code(late) == .invalidTransaction)
    try await host.check()
  }

  @Test func whatIsWrongWithACardIsSaid() async throws {
    let host = try await IssuerHost.ready()
    let gateway = Self.gateway(host)
    func code(_ request: CardRequest) async throws -> ResponseCode? {
      Self.code(try await gateway.perform(request, id: IssuerHost.operation()))
    }
    let number = try IssuerHost.card.number
    #expect(try await code(.authorise(IssuerHost.payment(IssuerHost.grant + 1))) == .insufficientFunds)
    #expect(try await code(.authorise(IssuerHost.payment(1, card: .test(2, expiry: "3012")))) == .invalidCard)
    #expect(
      try await code(.authorise(IssuerHost.payment(1, card: PaymentCard(number: number, expiry: "3011"))))
        == .expiredCard)
    let payment = try IssuerHost.payment(1)
    let foreign = try CardTransaction(
      card: payment.card, amount: Money(minorUnits: 1, Currency(code: "USD")), merchant: payment.merchant,
      reference: payment.reference, purpose: payment.purpose, at: IssuerHost.begin)
    #expect(try await code(.purchase(foreign)) == .invalidAmount)
    let nobody = try RequestName(acquirer: IssuerHost.acquirer, transmission: "0101000000", trace: "999999")
    #expect(try await code(.complete(payment, of: nobody)) == .unknownOriginal)
    #expect(try await code(.credit(payment, of: nobody)) == .unknownOriginal)
    let card = try IssuerHost.card
    try await host.bank.records.transact { try IssuerHost.cards.block(card, $0) }
    #expect(try await code(.authorise(payment)) == .restrictedCard)
    try await host.check()
  }

  /// The number of a card stands nowhere in what the issuer keeps of it but in the answers' digests.
  @Test func theCardTableTellsNoNumber() async throws {
    let host = try await IssuerHost.ready()
    let keys = try await host.archive.records.read { reader in
      try reader.list(RecordTable("issued_cards"), prefix: [], after: nil, limit: 10).flatMap { $0.key + $0.value }
    }
    #expect(!String(decoding: keys, as: UTF8.self).contains(try IssuerHost.card.number))
    #expect(!"\(try IssuerHost.card)".contains(try IssuerHost.card.number))
  }

  @Test func whatIsNotOfARequestIsAFormatError() async throws {
    let host = try await IssuerHost.ready()
    let name = try RequestName(acquirer: IssuerHost.acquirer, transmission: "0101000000", trace: "000001")
    let good = try CardRequest.purchase(IssuerHost.payment(1)).message(named: name)
    for (element, value) in [
      (35, "4=1"), (2, nil), (4, "000000000000"), (22, "051"), (3, "310000"), (48, "X"), (49, "999"),
    ]
      as [(Int, String?)]
    {
      var message = good
      try message.set(element, value)
      #expect(try await host.issuer.answer(message, at: IssuerHost.begin)?[39] == "30", "\(element)")
    }
    #expect(try await host.issuer.answer(good, at: IssuerHost.begin)?[39] == "00")
    // The same name for something else.
    let other = try CardRequest.purchase(IssuerHost.payment(2)).message(named: name)
    #expect(try await host.issuer.answer(other, at: IssuerHost.begin)?[39] == "94")
    let stranger = try RequestName(acquirer: "5", transmission: "0101000000", trace: "000001")
    let foreign = try CardRequest.purchase(IssuerHost.payment(2)).message(named: stranger)
    #expect(try await host.issuer.answer(foreign, at: IssuerHost.begin)?[39] == "58")
    #expect(try await host.left == IssuerHost.grant - 1)
    try await host.check()
  }
}
