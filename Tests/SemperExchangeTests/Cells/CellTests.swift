import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperTesting
import Testing

/// Every cell of Figure 2 that is an exchange, to each of its ends.
@Suite struct CellTests {
  @Test(arguments: CellCase.all)
  func goesThrough(_ row: CellCase) async throws {
    let run = try await EndedRuns.shared.run(row)
    #expect(run.proposal.cell == row.cell)
    for role in ExchangeRole.allCases {
      #expect(run.machines[role]?.outcome == .completed)
      #expect(try await run.held(by: role) == Set(run.owed(to: role).map(\.path)))
    }
    #expect(run.askedArbiter == (run.proposal.plan.mode == .viaArbiter))
    #expect(try await run.unfairness() == nil)
    if run.proposal.plan.needsBond { #expect(try run.bondEnding == .refunded) }
  }

  @Test(arguments: CellCase.all, CellTrouble.troubles)
  func endsFairly(_ row: CellCase, _ trouble: CellTrouble) async throws {
    let run = try await EndedRuns.shared.run(row, trouble)
    #expect(try await run.unfairness() == nil)
  }

  @Test(arguments: CellCase.all, [CellTrouble.badContentByOriginator, .badContentByResponder])
  func badDataEarnsNothing(_ row: CellCase, _ trouble: CellTrouble) async throws {
    let run = try await EndedRuns.shared.run(row, trouble)
    guard let cheat = trouble.cheat,
      run.owed(to: cheat.peer).contains(where: { $0.description.content != nil })
    else { return }
    #expect(run.askedArbiter)
    if run.proposal.plan.needsBond, cheat == .responder {
      #expect(try run.bondEnding == .claimed)
      #expect(run.machines[.originator]?.outcome == .compensated)
    } else {
      #expect(try await run.held(by: cheat).isEmpty)
    }
  }

  /// A failure takes the credentials of both sides back, though neither had got out.
  @Test(arguments: [([Ware.small, .credential], [Ware.small]), ([.small], [.small, .credential])])
  func aFailureTurnsCredentialsInvalid(_ proposer: [Ware], _ invited: [Ware]) async throws {
    var run = try await CellRun(CellCase(.mixed, proposer, invited), .badContentByResponder)
    try await run.run()
    #expect(try await run.credentialIsInvalid == true)
  }

  /// The first lock comes back with the abort that the originator asks for.
  @Test func aSecondLockThatIsRefusedLeavesTheFirstToBeReleased() async throws {
    let row = CellCase(.moneyExchange, [.money, .more], [.money])
    var run = try await CellRun(row, funds: [Ware.price, Ware.price - 1])
    try await run.run()
    #expect(run.machines[.originator]?.outcome == .aborted)
    #expect(run.ledgers[.originator]?.funds == Ware.price)
    #expect(run.ledgers[.originator]?.endings == [.refunded])
    guard case .declined = run.machines[.responder]?.outcome else {
      Issue.record("the responder never got a commitment")
      return
    }
  }

  @Test func whoHasNoTillForTheMoneyDoesNotBindItself() async throws {
    for role in ExchangeRole.allCases {
      var run = try await CellRun(CellCase(.moneyExchange, [.money], [.money]))
      run.change(role) { $0.tills = [] }
      try await run.run()
      guard case .declined(let refusal) = run.machines[role]?.outcome else {
        Issue.record("the \(role.rawValue) has bound itself")
        continue
      }
      #expect(refusal.blame == .us)
      #expect(run.ledgers.values.allSatisfy { !$0.endings.contains(nil) && $0.funds == 2 * Ware.price })
    }
  }

  @Test func twoLocksOfAnOriginatorGoThrough() async throws {
    var run = try await CellRun(CellCase(.moneyExchange, [.money, .more], [.money]))
    try await run.run()
    #expect(try await run.unfairness() == nil)
    #expect(run.machines[.originator]?.outcome == .completed)
  }
}
