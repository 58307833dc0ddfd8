import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperTesting
import Testing

/// A responder that has opened good data and hears nothing more gets its bond back, however late it asks.
@Suite struct LateBondTests {
  @Test(
    "the bond comes back when the arbiter is first asked within the time, and when it is asked after the close",
    arguments: [
      0, 100_000,
    ])
  func theBondComesBack(_ late: Int64) async throws {
    var run = try await CellRun(CellCase(.informationExchangeWithBond, [.large], [.large, .bond]))
    while run.secrets[.originator] == nil {
      let goesOn = try await run.step()
      try #require(goesOn, "both open at first")
    }
    // It has the data, and says nothing of it, until the other has ended.
    run.silent.insert(.originator)
    run.time.advance(by: Span(seconds: late))
    try await run.run()
    #expect(run.machines[.responder]?.outcome == .completed && run.askedArbiter)
    #expect(try run.bondEnding == .refunded)
    let unfairness = try await run.unfairness()
    #expect(unfairness == nil)
  }
}
