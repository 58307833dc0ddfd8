import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperTesting
import Testing

/// Both have locked money, the arbiter is gone for good, and the parties end their exchange between themselves: the proposer's
/// ledger decides, and the other follows.
@Suite struct JointLockTests {
  private static let price = Money(minorUnits: 500, .euro)
  private static let nothing = Money.zero(.euro)

  /// Money for money, stuck where the originator never got M2. Only the responder knows of both locks.
  private func stuck(agrees: Bool = true) async throws -> JointRun {
    var run = try JointRun([.money], for: [.money], agrees: agrees, funds: 1_000)
    run.deaf = [.originator]
    try await run.run()
    run.deaf = []
    #expect(Moves.words(run.machine(.originator)) == "ask abort")
    #expect(Moves.words(run.machine(.responder)) == "ask resolve")
    #expect(run.ledger.funds == 0)
    return run
  }

  private func ending(_ role: ExchangeRole, _ run: JointRun) throws -> LockOutcome.Ending? {
    let item = try #require(run.stage.side(role).items(of: role).first)
    return run.ledger.ending(of: try #require(run.stage.lock(item, of: role)))
  }

  private func isFrozen(_ role: ExchangeRole, _ run: JointRun) throws -> Bool {
    let item = try #require(run.stage.side(role).items(of: role).first)
    return try run.ledger.pledge(freezing: #require(run.stage.lock(item, of: role))) != nil
  }

  private func settled(_ run: JointRun, _ plan: SettlementPlan) -> Bool {
    ExchangeRole.allCases.allSatisfy { run.machine($0).outcome == .settled(plan) } && !run.differs
  }

  private func proposal(_ run: JointRun) throws -> SignedStatement {
    try #require(run.machine(.responder).settlementProposal)
  }

  @Test func bothComeBack() async throws {
    var run = try await stuck()
    let plan = run.plan(.paid(Self.nothing), .paid(Self.nothing))
    run.propose(plan, by: .responder)
    try await run.run()
    #expect(settled(run, plan) && run.ledger.funds == 1_000)
    #expect(try ending(.originator, run) == .settled && ending(.responder, run) == .settled)
  }

  @Test func bothArePaid() async throws {
    var run = try await stuck()
    let plan = run.plan(.paid(Self.price), .paid(Self.price))
    run.propose(plan, by: .responder)
    try await run.run()
    #expect(settled(run, plan) && run.ledger.funds == 0)
    #expect(try ending(.originator, run) == .settled && ending(.responder, run) == .settled)
  }

  /// The lock that decides may be divided; the one that follows is paid as a whole or not at all.
  @Test func thePriceDiffers() async throws {
    var run = try await stuck()
    let plan = run.plan(.paid(Self.price), .paid(Money(minorUnits: 120, .euro)))
    run.propose(plan, by: .responder)
    try await run.run()
    #expect(settled(run, plan) && run.ledger.funds == 380)
  }

  /// An originator that does not know whether its peer has locked cannot propose what its lock has to follow.
  @Test func whoDoesNotKnowTheOtherLockProposesNothing() async throws {
    var run = try await stuck()
    let plan = run.plan(.paid(Self.nothing), .paid(Self.nothing))
    #expect(!run.machine(.originator).mayPropose(plan) && run.machine(.responder).mayPropose(plan))
    run.propose(plan, by: .originator)
    try await run.run()
    #expect(Moves.words(run.machine(.originator)) == "ask abort" && run.ledger.funds == 0)
  }

  @Test func whoDoesNotAgreeLosesNothing() async throws {
    var run = try await stuck(agrees: false)
    run.propose(run.plan(.paid(Self.nothing), .paid(Self.nothing)), by: .responder)
    try await run.run()
    #expect(try ending(.originator, run) == nil && ending(.responder, run) == nil)
    run.reaches = [.originator, .responder]
    try await run.run()
    #expect(try ending(.originator, run) != nil && ending(.responder, run) != nil)
    #expect(run.machine(.originator).isFinished && run.machine(.responder).isFinished && !run.differs)
  }

  /// The peer freezes its lock and vanishes: when the time is over the proposer frees it and goes on by the protocol.
  @Test func whatWasFrozenInVainIsFreed() async throws {
    var run = try await stuck()
    run.propose(run.plan(.paid(Self.nothing), .paid(Self.nothing)), by: .responder)
    try await run.run(until: { Moves.words($0.machine(.originator)).contains("settle") })
    let pledge = try #require(
      try VerifiedStatement<SettlementProposal>(verifying: proposal(run), keys: run.stage.terms.keys).content.joining?
        .pledge)
    await #expect(throws: Refusal.self) {
      _ = try await run.ledger.freeze(pledge, by: run.stage.responder.thumbprint)
    }
    _ = try await run.ledger.freeze(pledge, by: run.stage.originator.thumbprint)
    #expect(try isFrozen(.originator, run))
    // Nothing moves it meanwhile, not even the arbiter's word.
    let follow = ExchangeAction.settlement(.follow(try proposal(run)))
    run.time.advance(by: Span(seconds: 20_000))
    try await run.perform(follow, as: .responder)
    #expect(try !isFrozen(.originator, run) && ending(.originator, run) == nil)
    #expect(run.machine(.responder).settlementProposal == nil)
    // The originator, back again, finds that it is too late, and both end by the arbiter.
    run.reaches = [.originator, .responder]
    try await run.run()
    #expect(run.machine(.originator).isFinished && run.machine(.responder).isFinished && !run.differs)
    #expect(run.machine(.originator).outcome?.isSettled != true)
    #expect(try ending(.originator, run) != .settled && ending(.responder, run) != .settled)
  }

  /// The arbiter is back for the proposer alone, which claims what its peer has just frozen: it has to wait, and gets it when
  /// its own lock has ended another way.
  @Test func theArbiterReturnsMidway() async throws {
    var run = try await stuck()
    run.propose(run.plan(.paid(Self.nothing), .paid(Self.nothing)), by: .responder)
    try await run.run(until: { Moves.words($0.machine(.originator)).contains("settle") })
    run.reaches = [.responder]
    try await run.run()
    #expect(!run.differs && run.machine(.originator).isFinished && run.machine(.responder).isFinished)
    let ends = [try ending(.originator, run), try ending(.responder, run)]
    #expect(ends == [.settled, .settled] || ends == [.claimed, .claimed], "\(ends)")
  }

  @Test func anyOrderOfAllThisIsFair() async throws {
    var ends = Set<String>()
    for seed in 1...150 as ClosedRange<UInt64> {
      var storm = try JointLockStorm(seed: seed)
      let unfair = try await storm.blow()
      #expect(unfair == nil, "seed \(seed)")
      ends.insert(storm.end)
    }
    #expect(ends.isSuperset(of: ["aborted", "completed", "settled"]), "\(ends)")
  }
}

extension ExchangeOutcome {
  fileprivate var isSettled: Bool { if case .settled = self { true } else { false } }
}
