import SemperExchange
import SemperTesting
import Testing

/// Every pair of item classes that the planner admits, in both roles, to each of its ends.
@Suite struct ClassPairTests {
  @Test func thePlannerAdmitsWhatCanBeFair() {
    // All that both can lock, in both orders, but for what is twice the same pair of roles.
    #expect(ClassPair.exchanges.count == 31)
    #expect(ClassPair.exchanges.filter { $0.plan.mode == .viaArbiter }.count == 6)
    #expect(ClassPair(.data, for: .data, wish: PlanWish()) == nil)
  }

  @Test(arguments: ClassPair.exchanges) func goesThrough(_ pair: ClassPair) async throws {
    let run = try #require(try await EndedRuns.shared.run(pair))
    #expect(run.proposal.plan == pair.plan)
    #expect(run.machines.values.allSatisfy { $0.outcome == .completed })
    #expect(run.askedArbiter == (pair.plan.mode == .viaArbiter))
    #expect(try await run.unfairness() == nil)
  }

  @Test(arguments: ClassPair.exchanges, CellTrouble.troubles)
  func endsFairly(_ pair: ClassPair, _ trouble: CellTrouble) async throws {
    let run = try #require(try await EndedRuns.shared.run(pair, trouble))
    #expect(try await run.unfairness() == nil)
  }
}
