import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import Testing

/// What each party of a settled exchange can show, offline and to anybody.
@Suite struct SettlementEvidenceTests {
  private static let price = Money(minorUnits: 500, .euro)

  private func stuck(_ gives: [Stage.Gift], for pays: [Stage.Gift], agrees: Bool = true) async throws -> JointRun {
    var run = try JointRun(gives, for: pays, agrees: agrees)
    run.deaf = [.originator]
    try await run.run()
    run.deaf = []
    return run
  }

  private func bundle(_ run: JointRun, _ role: ExchangeRole) throws -> ExchangeBundle {
    try ExchangeBundle(run.stage.side(role), events: run.players[role]?.journal.map(\.event) ?? [], roles: [])
  }

  private func judge(_ bundle: ExchangeBundle, _ run: JointRun) -> ExchangeReport {
    ExchangeJudge.judge(
      bundle, arbiters: [run.stage.arbiterKey.thumbprint], ledgers: [run.stage.bank.thumbprint])
  }

  @Test(arguments: [0, 120, 500] as [Int64])
  func bothShowTheDivision(_ cents: Int64) async throws {
    var run = try await stuck([.receipt], for: [.money])
    let isGiven = cents == 500
    let plan = run.plan(isGiven ? .given : .void, .paid(Money(minorUnits: cents, .euro)))
    run.propose(plan, by: .responder)
    try await run.run()
    for role in ExchangeRole.allCases {
      let bundle = try bundle(run, role)
      let report = judge(try ExchangeBundle(canonicalBytes: bundle.canonicalBytes, limits: ExchangeBundle.limits), run)
      #expect(report.ok && report.settlement == plan, "\(report.links)")
      #expect(report.proves(.settled, for: role))
      #expect(report.proves(.counts, for: .responder) == isGiven)
      #expect(report.proves(.paid, for: .originator) == (cents > 0))
      #expect(report.proves(.refunded, for: .responder) == (cents < 500))
    }
  }

  /// Without the ledger's word a proposal means nothing, and without the proposal the ledger's word gives nothing away.
  @Test(arguments: [StatementKind.lockOutcome, .settlementProposal])
  func aHalfProvesNothing(_ missing: StatementKind) async throws {
    var run = try await stuck([.receipt], for: [.money])
    run.propose(run.plan(.given, .paid(Self.price)), by: .responder)
    try await run.run()
    let whole = try bundle(run, .responder)
    #expect(judge(whole, run).proves(.counts, for: .responder))
    let half = try ExchangeBundle(
      terms: whole.terms, items: whole.items, roles: [], statements: whole.statements.filter { $0.kind != missing })
    let report = judge(half, run)
    #expect(report.settlement == nil && !report.proves(.settled, for: .responder))
    #expect(!report.proves(.counts, for: .responder))
  }

  /// Where no lock is divided, both signatures are the settlement.
  @Test func bothSignaturesCallAContractOff() async throws {
    var run = try await stuck([.receipt], for: [.receipt])
    let plan = run.plan(.void, .void)
    run.propose(plan, by: .originator)
    try await run.run()
    for role in ExchangeRole.allCases {
      let whole = try bundle(run, role)
      #expect(judge(whole, run).settlement == plan)
      let half = try ExchangeBundle(
        terms: whole.terms, items: whole.items, roles: [],
        statements: whole.statements.filter { $0.kind != .settlementConsent })
      #expect(judge(half, run).settlement == nil)
    }
  }

  /// A proposal that nobody has agreed to is no evidence of anything.
  @Test func aNoLeavesNothing() async throws {
    var run = try await stuck([.receipt], for: [.money], agrees: false)
    run.propose(run.plan(.given, .paid(Self.price)), by: .responder)
    try await run.run()
    for role in ExchangeRole.allCases {
      let bundle = try bundle(run, role)
      #expect(bundle.statements(of: .settlementProposal).isEmpty)
      #expect(judge(bundle, run).ok && judge(bundle, run).settlement == nil)
    }
  }
}
