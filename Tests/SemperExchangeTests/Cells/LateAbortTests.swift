import SemperArchive
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperTesting
import Testing

/// After both have opened, a signed abort is easy to have: the originator goes on with an old copy of its journal and asks
/// for one, or somebody asks after the exchange has closed. It must undo nothing that was given.
@Suite struct LateAbortTests {
  private static let cells = [
    CellCase(.contractSigning, [.receipt], [.receipt]), CellCase(.paymentWithReceipt, [.money], [.receipt]),
  ]

  /// The run's good end, and what the arbiter then decides when its originator, by an old copy, asks for an abort.
  private func ended(
    _ row: CellCase, askingAt time: Timestamp
  ) async throws -> (run: CellRun, decision: SignedStatement) {
    let around = CellSurroundings(arbiterOn: InMemoryArchive().records)
    var run = try await CellRun(row, in: around)
    try await run.run()
    let machine = try #require(run.machines[.originator])
    #expect(machine.outcome == .completed)
    guard case .signed(let call)? = try run.performers[.originator]?.compute(.sign(.abort), of: machine)?.first else {
      preconditionFailure("it is signed at once")
    }
    return (run, try await around.arbiter.answer(call, at: time).decision)
  }

  private func judge(_ bundle: ExchangeBundle, adding more: [SignedStatement] = []) throws -> ExchangeReport {
    ExchangeJudge.judge(
      try ExchangeBundle(
        terms: bundle.terms, items: bundle.items, roles: bundle.roles, statements: bundle.statements + more),
      arbiters: [bundle.terms.header.arbiter.key.thumbprint],
      ledgers: Set(bundle.terms.body.ledgers.map(\.thumbprint)))
  }

  private func statements(owedTo role: ExchangeRole, in run: CellRun) -> [String] {
    run.owed(to: role).filter { $0.description.itemClass == .statement }.map(\.path)
  }

  @Test("an originator that has opened and aborts is convicted, and undoes nothing", arguments: cells)
  func askedAfterOpening(_ row: CellCase) async throws {
    let (run, abort) = try await ended(row, askingAt: CellRun.start)
    for role in ExchangeRole.allCases {
      let report = try judge(try run.bundle(of: role), adding: [abort])
      #expect(report.ok && report.proves(.aborted, for: role) && report.proves(.peerConvicted, for: .responder))
      #expect(try !judge(try run.bundle(of: role)).proves(.peerConvicted, for: .responder))
      for path in statements(owedTo: role, in: run) { #expect(report.proves(.counts, for: role, path)) }
    }
  }

  @Test("an abort after the close undoes nothing and convicts nobody", arguments: cells)
  func askedAfterClosing(_ row: CellCase) async throws {
    let (run, abort) = try await ended(row, askingAt: CellRun.start.advanced(by: Span(seconds: 100_000)))
    for role in ExchangeRole.allCases {
      let report = try judge(try run.bundle(of: role), adding: [abort])
      #expect(report.ok && report.proves(.aborted, for: role) && !report.proves(.peerConvicted, for: .responder))
      for path in statements(owedTo: role, in: run) { #expect(report.proves(.counts, for: role, path)) }
    }
  }

  /// The responder ends though nobody tells it that its opening has arrived: it has opened all the same.
  @Test("who opens last and hears nothing more keeps what it was given", arguments: cells)
  func openedLastAndUnheard(_ row: CellCase) async throws {
    let (run, abort) = try await ended(row, askingAt: CellRun.start)
    let side = try #require(run.machines[.responder]?.side)
    let events = run.events(of: .responder).filter { if case .delivered = $0 { false } else { true } }
    let report = try judge(try ExchangeBundle(side, events: events, roles: []), adding: [abort])
    #expect(report.ok)
    for path in statements(owedTo: .responder, in: run) { #expect(report.proves(.counts, for: .responder, path)) }
  }

  /// Whoever has had its money back with the abort has no receipt for it, even with both openings in its hands.
  @Test func whoTookItsMoneyBackHasNoReceipt() async throws {
    let (run, abort) = try await ended(Self.cells[1], askingAt: CellRun.start)
    let payer = try #require(ExchangeRole.allCases.first { !statements(owedTo: $0, in: run).isEmpty })
    let path = try #require(statements(owedTo: payer, in: run).first)
    let lock = try #require(run.commitments[payer]?.compactMap(\.lockReceipt).first)
    let terms = try VerifiedStatement<LockReceipt>(verifying: lock, keys: run.terms.keys).content.terms
    let key = try #require(run.ledgers[payer]).key
    let refund = LockOutcome(
      terms: terms, ending: .refunded, paid: .zero(terms.amount.currency), ledger: key.thumbprint,
      issued: CellRun.start)
    let report = try judge(
      try run.bundle(of: payer), adding: [abort, try SignedStatement(refund, signedBy: [key])])
    #expect(report.ok && !report.proves(.counts, for: payer, path))
  }
}
