import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperTesting
import Testing

/// Evidence of exchanges that belong to no deal: it says what holdings say, and nothing in it can be changed.
@Suite struct ExchangeJudgeTests {
  /// Every cell, with every trouble: both sides' evidence holds, and a statement counts by it exactly where it is held.
  @Test(arguments: CellCase.all, CellTrouble.allCases)
  func theEvidenceSaysWhatIsHeld(_ row: CellCase, _ trouble: CellTrouble) async throws {
    let run = try await EndedRuns.shared.run(row, trouble)
    for role in ExchangeRole.allCases {
      let report = Self.judge(try run.bundle(of: role))
      #expect(report.ok, "\(report.links.filter { $0.fault != nil })")
      #expect(!report.proves(.arbiterConvicted, for: role) && !report.proves(.ledgerConvicted, for: role))
      let held = try await run.held(by: role)
      for item in run.owed(to: role) where item.description.itemClass == .statement && trouble.cheat != role {
        // With the proof of the cheating in its hands a side has an opening too, which no longer counts.
        let isVoid = report.proves(.aborted, for: role)
        #expect(report.proves(.counts, for: role, item.path) == (held.contains(item.path) && !isVoid))
      }
    }
  }

  /// Whoever sends bad data is convicted by what the other holds.
  @Test(arguments: [CellTrouble.badContentByOriginator, .badContentByResponder])
  func badDataConvicts(_ trouble: CellTrouble) async throws {
    let row =
      trouble == .badContentByOriginator
      ? CellCase(.fairPurchase, [.money], [.large])
      : CellCase(.informationExchangeWithBond, [.large], [.large, .bond])
    var run = try await CellRun(row, trouble)
    try await run.run()
    let cheat = try #require(trouble.cheat)
    #expect(Self.judge(try run.bundle(of: cheat.peer)).proves(.peerConvicted, for: cheat.peer))
  }

  @Test func whoNobodyVouchesForIsNotBelieved() async throws {
    var run = try await CellRun(CellCase(.paymentWithReceipt, [.money], [.receipt]), .responderSilentAfterM2)
    try await run.run()
    let bundle = try run.bundle(of: .originator)
    #expect(Self.judge(bundle).ok)
    let arbiter = bundle.terms.header.arbiter.key.thumbprint
    let ledgers = Set(bundle.terms.body.ledgers.map(\.thumbprint))
    for report in [
      ExchangeJudge.judge(bundle, arbiters: [], ledgers: ledgers),
      ExchangeJudge.judge(bundle, arbiters: [arbiter], ledgers: []),
    ] {
      #expect(!report.ok && report.proves.isEmpty)
      #expect(report.links.contains { $0.fault?.code == .untrusted })
    }
  }

  /// Leaving out what another statement rests on leaves nothing that proves anything.
  @Test(arguments: [StatementKind.commitOriginator, .commitResponder])
  func aMissingCommitmentBreaksTheChain(_ kind: StatementKind) async throws {
    let bundle = try await Self.good()
    let torn = try ExchangeBundle(
      terms: bundle.terms, items: bundle.items, roles: [], statements: bundle.statements.filter { $0.kind != kind })
    #expect(!Self.judge(torn).ok)
  }

  @Test func statementsOfAnotherExchangeDoNotCount() async throws {
    let (one, other) = (try await Self.good(), try await Self.good())
    let mixed = try ExchangeBundle(
      terms: one.terms, items: one.items, roles: [], statements: one.statements + other.statements)
    #expect(!Self.judge(mixed).ok)
    #expect(throws: CodingError.self) {
      try ExchangeBundle(
        terms: one.terms, items: one.items, roles: [], statements: one.statements + [one.statements[0]])
    }
  }

  /// No byte of a bundle can be changed unnoticed.
  @Test func aChangedByteIsNoticed() async throws {
    let bytes = try await Self.good().canonicalBytes
    for position in stride(from: 0, to: bytes.count, by: bytes.count / 60) {
      var changed = bytes
      changed[position] ^= 1
      let read = try? ExchangeBundle(canonicalBytes: changed, limits: ExchangeBundle.limits)
      #expect(read.map { Self.judge($0).ok } != true, "byte \(position)")
    }
  }

  private static func good() async throws -> ExchangeBundle {
    var run = try await CellRun(CellCase(.contractSigning, [.receipt], [.receipt]))
    try await run.run()
    return try run.bundle(of: .responder)
  }

  private static func judge(_ bundle: ExchangeBundle) -> ExchangeReport {
    ExchangeJudge.judge(
      bundle, arbiters: [bundle.terms.header.arbiter.key.thumbprint],
      ledgers: Set(bundle.terms.body.ledgers.map(\.thumbprint)))
  }
}
