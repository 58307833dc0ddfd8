import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperTesting
import Testing

/// The arbiter is gone for good, and the parties end their exchange between themselves.
@Suite struct JointSettlementTests {
  private static let price = Money(minorUnits: 500, .euro)
  private static let nothing = Money.zero(.euro)

  /// A receipt for money, stuck where the originator never got M2: it wants to abort, the responder to resolve.
  private func stuckBeforeOpening(agrees: Bool = true) async throws -> JointRun {
    var run = try JointRun([.receipt], for: [.money], agrees: agrees)
    run.deaf = [.originator]
    try await run.run()
    run.deaf = []
    #expect(Moves.words(run.machine(.originator)) == "ask abort")
    #expect(Moves.words(run.machine(.responder)) == "ask resolve")
    return run
  }

  /// The same, stuck where the responder never got M3.
  private func stuckAfterOpening() async throws -> JointRun {
    var run = try JointRun([.receipt], for: [.money])
    try await run.run(until: { $0.machine(.responder).commits != nil })
    run.deaf = [.responder]
    try await run.run()
    run.deaf = []
    #expect(Moves.words(run.machine(.originator)) == "ask resolve")
    return run
  }

  private func settled(_ run: JointRun, _ plan: SettlementPlan) -> Bool {
    ExchangeRole.allCases.allSatisfy { run.machine($0).outcome == .settled(plan) } && !run.differs
  }

  @Test func theMoneyComesBack() async throws {
    var run = try await stuckBeforeOpening()
    let plan = run.plan(.void, .paid(Self.nothing))
    run.propose(plan, by: .responder)
    try await run.run()
    #expect(settled(run, plan))
    #expect(run.ledger.endings == [.settled] && run.ledger.funds == 500)
    #expect(!plan.fulfils(run.stage.items))
  }

  @Test func theMoneyGoesToThePayee() async throws {
    var run = try await stuckAfterOpening()
    let plan = run.plan(.given, .paid(Self.price))
    run.propose(plan, by: .responder)
    try await run.run()
    #expect(settled(run, plan))
    #expect(run.ledger.endings == [.settled] && run.ledger.funds == 0)
    #expect(plan.fulfils(run.stage.items))
  }

  @Test func theyMeetInTheMiddle() async throws {
    var run = try await stuckBeforeOpening()
    let plan = run.plan(.void, .paid(Money(minorUnits: 120, .euro)))
    run.propose(plan, by: .responder)
    try await run.run()
    #expect(settled(run, plan) && run.ledger.funds == 380)
  }

  /// What has been opened cannot be called void, whatever the judgement says.
  @Test func anOpeningIsNotContradicted() async throws {
    var run = try await stuckAfterOpening()
    run.propose(run.plan(.void, .paid(Self.nothing)), by: .responder)
    try await run.run()
    #expect(run.ledger.endings == [nil])
    #expect(Moves.words(run.machine(.originator)) == "ask resolve")
    #expect(Moves.words(run.machine(.responder)) == "ask resolve")
    run.reaches = [.originator, .responder]
    try await run.run()
    #expect(run.machine(.originator).outcome == .completed && run.machine(.responder).outcome == .completed)
  }

  /// A buyer that has opened the data while the arbiter was there cannot have its money back for it: it pays, or waits.
  @Test func whoHasTheDataPaysForIt() throws {
    let stage = try Stage(originator: [.data], responder: [.money])
    let moves = try Moves(stage, as: .responder)
    let until = Stage.start.advanced(by: Stage.window)
    let (all, none) = (
      SettlementPlan.fulfilling(stage.items, until: until), SettlementPlan.undoing(stage.items, until: until)
    )
    let calling: [Moves.Move] = [.gotM1, .fetched, .locked, .signedM2, .giveUp, .signedResolve]
    let without = moves.machine(after: calling)
    #expect(Moves.words(without) == "ask resolve" && without.mayPropose(none) && without.mayPropose(all))
    let with = moves.machine(after: calling + [.pending, .good, .signedAccept])
    #expect(Moves.words(with) == "ask accept" && with.maySettle)
    #expect(!with.mayPropose(none) && with.mayPropose(all) && all.fulfils(stage.items) && none.undoes)
    // Bad data is nothing to pay for.
    let complaining = moves.machine(after: calling + [.pending, .bad, .signedComplaint])
    #expect(Moves.words(complaining) == "ask complain" && complaining.mayPropose(none))
  }

  @Test func aNoBindsNobody() async throws {
    var run = try await stuckBeforeOpening(agrees: false)
    run.propose(run.plan(.void, .paid(Self.nothing)), by: .responder)
    try await run.run(for: Span(seconds: 100))
    #expect(run.ledger.endings == [nil] && run.machine(.responder).settlementProposal != nil)
    // After its time another one can be made, and the arbiter, should it come back, decides.
    try await run.run()
    #expect(run.machine(.responder).settlementProposal == nil)
    run.reaches = [.originator, .responder]
    try await run.run()
    #expect(run.machine(.originator).outcome == .aborted && run.machine(.responder).outcome == .aborted)
    #expect(run.ledger.funds == 500 && !run.differs)
  }

  /// From its decision to agree on a party neither calls the arbiter nor claims, and nothing that it hears changes that.
  @Test func whoAgreesIsBound() async throws {
    var run = try await stuckAfterOpening()
    run.propose(run.plan(.given, .paid(Self.price)), by: .responder)
    try await run.run(until: { Moves.words($0.machine(.originator)) == "sign consent" })
    run.reaches = [.originator]
    let moves = try Moves(run.stage, as: .originator)
    for move in [Moves.Move.aborted, .resolved, .gotM4, .timer, .giveUp, .arbiterRefused, .securingRefused] {
      run.take(moves[move], .originator)
      #expect(Moves.words(run.machine(.originator)) == "sign consent", "\(move)")
    }
    try await run.run(until: { Moves.words($0.machine(.originator)) == "settle" })
    let asked = run.players[.originator]?.asked ?? []
    #expect(!asked.contains { if case .secure = $0 { true } else { false } })
    try await run.run()
    #expect(run.ledger.endings == [.settled])
  }

  /// The payer got the arbiter's abort and its money back before the payee agreed: the ledger's word sets the payee free.
  @Test func aDecisionBeforeTheConsentWins() async throws {
    var run = try await stuckBeforeOpening()
    run.propose(run.plan(.void, .paid(Self.price)), by: .responder)
    try await run.run(until: { Moves.words($0.machine(.originator)) == "settle" })
    let terms = try #require(run.stage.lock(run.stage.items[1], of: .responder))
    let moves = try Moves(run.stage, as: .responder)
    guard case .decided(let abort, _, _) = moves[.aborted] else { preconditionFailure("a decision was asked for") }
    _ = try await run.ledger.refund(terms, with: abort)
    run.reaches = [.originator]
    try await run.run()
    #expect(run.ledger.endings == [.refunded])
    #expect(run.machine(.originator).outcome == .aborted, "it asks the arbiter again")
    #expect(!run.differs)
  }

  /// The proposer reaches the arbiter after all, and is refused at the ledger because the peer has settled meanwhile.
  @Test func aDecisionAfterTheSettlementChangesNothing() async throws {
    var run = try await stuckBeforeOpening()
    let plan = run.plan(.void, .paid(Self.nothing))
    run.propose(plan, by: .responder)
    try await run.run(until: { $0.ledger.endings == [.settled] })
    let moves = try Moves(run.stage, as: .responder)
    run.take(moves[.aborted], .responder)
    #expect(run.machine(.responder).outcome == nil, "it waits for what the ledger says of the proposal")
    try await run.run()
    #expect(settled(run, plan) && run.ledger.funds == 500)
  }

  /// Where no lock is divided, both signatures make the settlement.
  @Test(arguments: ExchangeRole.allCases) func contractsAreCalledOff(by proposer: ExchangeRole) async throws {
    var run = try JointRun([.receipt], for: [.receipt])
    run.deaf = [.originator]
    try await run.run()
    run.deaf = []
    let plan = run.plan(.void, .void)
    run.propose(plan, by: proposer)
    try await run.run()
    #expect(settled(run, plan))
  }

  @Test func aConsentThatIsLateStillCounts() async throws {
    var run = try JointRun([.receipt], for: [.receipt])
    run.deaf = [.originator]
    try await run.run()
    run.deaf = []
    let plan = run.plan(.void, .void)
    run.propose(plan, by: .responder)
    try await run.run(until: { Moves.words($0.machine(.originator)).hasPrefix("send settlement-consent") })
    run.time.advance(by: Span(seconds: 10_000))
    try await run.perform(.settlement(.follow(#require(run.machine(.responder).settlementProposal))), as: .responder)
    try await run.run()
    #expect(settled(run, plan))
  }

  /// Whatever comes when, both end, and alike: by the protocol, or settled as the ledger says.
  @Test func anyOrderOfAllThisIsFair() async throws {
    var ends = Set<String>()
    for seed in 1...150 as ClosedRange<UInt64> {
      var storm = try JointStorm(seed: seed)
      let unfair = try await storm.blow()
      #expect(unfair == nil, "seed \(seed)")
      ends.insert(storm.end)
    }
    #expect(ends.isSuperset(of: ["aborted", "completed", "settled"]), "\(ends)")
  }
}
