import SemperCoding
import SemperModel
import SemperTerms
import Testing

/// A deal tried out by hand.
@Suite struct SimulationTests {
  private func simulation() throws -> TermsSimulation { try TermsSimulation(Services.authored(Services.sale())) }

  private static let order = TermsMove(
    "done",
    documents: .fields([
      "order": .fields(["lines": .array([.fields(["price": "30.00 EUR".json, "quantity": 2.json])])])
    ]))
  private static func contract(_ total: String) -> TermsMove {
    TermsMove("done", documents: .fields(["contract": .fields(["total": total.json])]))
  }

  @Test func amountsAreThoseOfTheDocuments() throws {
    var deal = try simulation()
    for move in [TermsMove("done"), Self.order, Self.contract("60.00 EUR"), TermsMove("done")] { try deal.move(move) }
    #expect(deal.position == "shipping" && deal.paid.minorUnits == 6_000)
    #expect(deal.exposure(of: .buyer).minorUnits > 0 && deal.exposure(of: .seller).minorUnits == 0)
    try deal.move(TermsMove("done"))
    #expect(deal.holdings(of: .buyer) == ["parcel"])
    for move in ["withdraw", "done", "done", "done"] { try deal.move(TermsMove(move)) }
    #expect(deal.position == "end.withdrawn" && deal.isEnded && deal.paid.minorUnits == 0 && deal.moves.isEmpty)
  }

  /// A contract that does not follow from the order is refused by the other side, and the deal stays where it is.
  @Test func aDocumentAgainstItsFormIsRefused() throws {
    var deal = try simulation()
    for move in [TermsMove("done"), Self.order, Self.contract("61.00 EUR")] { try deal.move(move) }
    #expect(deal.position == "contracting" && deal.trace.last?.refused?.contains("rule") == true)
    try deal.move(Self.contract("60.00 EUR"))
    #expect(deal.position == "paying")
    try deal.move(TermsMove("done", documents: .fields(["receipt": .fields([:])])))
    #expect(deal.position == "shipping")
  }

  @Test func aMoveThatCannotBeMadeSaysWhichCan() throws {
    var deal = try simulation()
    let error = #expect(throws: CodingError.self) { try deal.move(TermsMove("keep")) }
    #expect(error?.message.contains("done, else") == true)
    #expect(deal.trace.isEmpty && deal.position == "browsing")
  }

  @Test func timePassesAndRoundsEnd() throws {
    var deal = try simulation()
    for move in [TermsMove("done"), Self.order, Self.contract("60.00 EUR"), TermsMove("done"), TermsMove("else")] {
      try deal.move(move)
    }
    #expect(deal.position == "undelivered" && deal.elapsed == Span(seconds: 14 * 86_400))
    for move in ["wait", "else", "wait", "else"] { try deal.move(TermsMove(move)) }
    // A third time nobody waits.
    #expect(deal.position == "hearing")
  }
}
