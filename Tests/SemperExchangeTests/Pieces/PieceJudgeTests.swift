import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTesting
import Testing

/// What the evidence of pieces shows, to who was not there.
@Suite struct PieceJudgeTests {
  @Test(arguments: ExchangeRole.allCases) func aWholeExchangeIsShownByEither(_ role: ExchangeRole) async throws {
    var run = try PieceRun(try await PieceStage(pieces: 3))
    try await run.run()
    let report = PieceJudge.judge(try run.bundle(of: role))
    #expect(report.ok && report.isComplete)
    #expect(report.given == [.originator: 3, .responder: 3])
    // The last word of the originator is its receipt for all.
    #expect(report.confirmed == [.originator: 3, .responder: 3])
    #expect(report.stopped == nil && report.owes == nil && report.convicted.isEmpty)
  }

  /// For every message after which a side goes silent, the other's evidence shows how many each gave and who stopped.
  @Test(arguments: ExchangeRole.allCases) func itShowsWhoStopped(_ silent: ExchangeRole) async throws {
    let stage = try await PieceStage(pieces: 3)
    // A commitment, and then after each piece.
    for messages in 1...3 {
      try stage.shelf.close()
      var run = try PieceRun(stage)
      run.silentAfter[silent] = messages
      try await run.run()
      let report = PieceJudge.judge(try run.bundle(of: silent.peer))
      #expect(report.ok)
      #expect(report.given[silent] == stage.held(by: silent.peer), "after \(messages)")
      #expect(report.given[silent.peer] ?? 0 >= stage.held(by: silent), "after \(messages)")
      if silent == .responder {
        #expect(report.stopped == .responder && report.owes == .responder, "after \(messages)")
        #expect(report.given[.originator] == messages)
        #expect(report.confirmed[.originator] == messages - 1)
      } else {
        // The patient side's own word that it has waited is not held against it.
        #expect(report.owes == nil && report.stopped == .originator, "after \(messages)")
      }
    }
  }

  /// Each side has signed that it waited, and only the originator's own opening says that its piece was on its way: whose
  /// fault that is nobody can tell from outside.
  @Test func aPieceThatNeverArrivedIsNobodysFault() async throws {
    var run = try PieceRun(try await PieceStage(pieces: 3))
    try await run.run()
    let (mine, stage) = (try run.bundle(of: .originator), run.stage)
    let commits = mine.statements.filter { $0.kind == .commitPieces }.map(\.digest)
    let opened = mine.statements.filter { $0.kind == .openPiece }
    func judged(_ holds: [ExchangeRole: Int], _ reason: EndPieces.Reason, openings: Int) throws -> PieceReport {
      let ends = try holds.map { role, holds in
        try SignedStatement(
          EndPieces(
            exchange: stage.terms.id, party: stage.terms.thumbprint(of: role), commits: commits, holds: holds,
            reason: reason), signedBy: [stage.key(role)])
      }
      return PieceJudge.judge(
        try PieceBundle(
          terms: mine.terms, items: mine.items,
          statements: mine.statements.filter { $0.kind == .commitPieces } + opened.prefix(openings) + ends, proofs: []))
    }
    // Openings 1 of both and the originator's second one.
    let unheard = try judged([.responder: 1], .waited, openings: 3)
    #expect(unheard.ok && unheard.owes == .responder && unheard.stopped == nil)
    let left = try judged([.responder: 1], .stopped, openings: 3)
    #expect(left.ok && left.stopped == .responder)
    let even = try judged([.responder: 1], .waited, openings: 2)
    #expect(even.ok && even.owes == nil && even.stopped == .originator)
    let both = try judged([.responder: 1, .originator: 1], .waited, openings: 2)
    #expect(both.ok && both.stopped == nil)
  }

  @Test func whatIsMissingOrForgedProvesNothing() async throws {
    let stage = try await PieceStage(pieces: 2, bad: .init(role: .responder, number: 2))
    var run = try PieceRun(stage)
    try await run.run()
    let bundle = try run.bundle(of: .originator)
    #expect(PieceJudge.judge(bundle).convicted == [.responder])
    let proof = try #require(bundle.proofs.first)
    func judged(
      _ statements: [SignedStatement]? = nil, _ proofs: [PieceProof]? = nil, _ terms: ExchangeTerms? = nil
    ) throws -> PieceReport {
      PieceJudge.judge(
        try PieceBundle(
          terms: terms ?? bundle.terms, items: bundle.items, statements: statements ?? bundle.statements,
          proofs: proofs ?? bundle.proofs))
    }
    // Of the honest side's piece, of a good piece, of a piece that was never opened, and without the commitments.
    #expect(try !judged(nil, [PieceProof(giver: .originator, number: 2, proof: proof.proof)]).ok)
    #expect(try !judged(nil, [PieceProof(giver: .responder, number: 1, proof: proof.proof)]).ok)
    let unopened = bundle.statements.filter { $0.kind != .openPiece }
    #expect(try !judged(unopened).ok)
    #expect(try !judged(bundle.statements.filter { $0.kind != .commitPieces }).ok)
    // Faults take what is claimed away from everybody.
    #expect(try judged(unopened).convicted.isEmpty && judged(unopened).given.isEmpty)
    let other = try await PieceStage(pieces: 2, seed: 9)
    #expect(try !judged(nil, nil, other.terms).ok)
  }

  /// A piece that a party leaves out of its bundle is not shown as given, but what it confirmed stands.
  @Test func aGapHidesOnlyWhatNobodyConfirmed() async throws {
    var run = try PieceRun(try await PieceStage(pieces: 3))
    run.silentAfter[.responder] = 3
    try await run.run()
    let bundle = try run.bundle(of: .responder)
    let first = try #require(bundle.statements.first { $0.kind == .openPiece })
    let report = PieceJudge.judge(
      try PieceBundle(
        terms: bundle.terms, items: bundle.items, statements: bundle.statements.filter { $0.digest != first.digest },
        proofs: []))
    #expect(report.given[.originator] ?? 0 >= 2)
  }

  @Test func twoCommitmentsConvictWhoSignedThem() async throws {
    let stage = try await PieceStage(pieces: 2)
    var run = try PieceRun(stage)
    try await run.run()
    let bundle = try run.bundle(of: .responder)
    let first = try #require(bundle.statements.first { $0.kind == .commitPieces })
    let content = try VerifiedStatement<CommitPieces>(verifying: first, keys: stage.terms.keys).content
    // The same pieces, sealed anew: another root for the first.
    let sealed = try await stage.shelf.locked(
      stage.items[0], exchange: stage.terms.id, opening: ItemOpening(bytes: [UInt8](repeating: 1, count: 32)))
    let second = try SignedStatement(
      CommitPieces(
        exchange: content.exchange, party: content.party, answers: nil,
        locked: [LockedItem(path: content.locked[0].path, form: .data(sealed)), content.locked[1]]),
      signedBy: [stage.key(.originator)])
    let report = PieceJudge.judge(
      try PieceBundle(
        terms: bundle.terms, items: bundle.items, statements: bundle.statements + [second], proofs: []))
    #expect(report.ok && report.convicted == [.originator])
  }

  @Test func aBundleIsReadStrictly() async throws {
    var run = try PieceRun(try await PieceStage(pieces: 2))
    try await run.run()
    let bundle = try run.bundle(of: .originator)
    #expect(throws: (any Error).self) {
      try PieceBundle(
        terms: bundle.terms, items: bundle.items, statements: bundle.statements + bundle.statements, proofs: [])
    }
    // Neither kind of bundle is the other.
    #expect(throws: (any Error).self) {
      try ExchangeBundle(canonicalBytes: bundle.canonicalBytes, limits: ExchangeBundle.limits)
    }
    #expect(throws: (any Error).self) { try ExchangeVerifier(terms: bundle.terms, items: bundle.items) }
  }
}
