import SemperCryptography
import SemperExchange
import SemperModel
import SemperTesting
import Testing

/// Peers that do not keep their word: silent at any point, bad pieces, wrong order, replays, foreign messages.
@Suite struct PieceTroubleTests {
  private static let pieces = 3

  /// Whoever goes silent after any of its messages, the other ends by itself; an originator has lost one piece at the most.
  @Test(arguments: ExchangeRole.allCases) func silenceCostsAPieceAtTheMost(_ silent: ExchangeRole) async throws {
    let stage = try await PieceStage(pieces: Self.pieces)
    var losses = Set<Int>()
    for messages in 0...Self.pieces + 2 {
      try stage.shelf.close()
      var run = try PieceRun(stage)
      run.silentAfter[silent] = messages
      try await run.run()
      #expect(run.outcome(silent.peer) != nil, "silent after \(messages)")
      #expect(stage.unfairness(honest: [silent.peer]) == nil, "silent after \(messages)")
      losses.insert(stage.held(by: silent) - stage.held(by: silent.peer))
      if case .stopped(let stopper, let gave, let holds) = run.outcome(silent.peer) {
        #expect(stopper == .peer)
        #expect(holds == stage.held(by: silent.peer))
        #expect(gave - holds == (silent == .responder ? 1 : 0), "silent after \(messages)")
      }
    }
    // An originator that opens first really can lose one, and a responder never does.
    #expect(losses.max() == (silent == .responder ? 1 : 0))
  }

  @Test(arguments: ExchangeRole.allCases, 1...3)
  func aBadPieceEndsItAndConvicts(_ cheat: ExchangeRole, _ number: Int) async throws {
    let stage = try await PieceStage(pieces: Self.pieces, bad: .init(role: cheat, number: number))
    var run = try PieceRun(stage)
    try await run.run()
    let honest = cheat.peer
    #expect(run.outcome(honest) == .wronged(gave: honest == .originator ? number : number - 1, holds: number - 1))
    #expect(run.outcome(cheat) == .stopped(by: .peer, gave: number, holds: stage.held(by: cheat)))
    #expect(stage.unfairness(honest: [honest]) == nil)
    let report = PieceJudge.judge(try run.bundle(of: honest))
    #expect(report.ok)
    #expect(report.convicted == [cheat])
    #expect(report.stopped == cheat)
    #expect(report.given[cheat] == number - 1)
  }

  /// Everything of another exchange, everything once more, and pieces before their turn: none becomes an event.
  @Test func nothingForeignRepeatedOrOutOfOrderMoves() async throws {
    let stage = try await PieceStage(pieces: Self.pieces)
    var other = try PieceRun(try await PieceStage(pieces: Self.pieces, seed: 2))
    try await other.run()
    var run = try PieceRun(stage)
    try await run.run()
    for role in ExchangeRole.allCases {
      let letters = Self.received(run, role)
      var machine = try stage.machine(role)
      for entry in run.journals[role] ?? [] {
        for letter in Self.received(other, role) { #expect((try? machine.event(for: letter)) == nil) }
        // Our own messages sent back to us.
        for letter in Self.received(run, role.peer) { #expect((try? machine.event(for: letter)) == nil) }
        let due = letters.filter { (try? machine.event(for: $0)) != nil }
        for letter in due {
          let isNext = letters.firstIndex(of: letter) == Self.count(machine, letters, run, role)
          #expect(isNext || letter.kind == .endPieces, "\(role.rawValue) takes a \(letter.kind.rawValue) too early")
        }
        _ = machine.handle(entry.event, at: entry.time)
      }
      for letter in letters { #expect(try machine.event(for: letter) == nil) }
    }
  }

  private static func received(_ run: PieceRun, _ role: ExchangeRole) -> [SignedStatement] {
    run.events(of: role).compactMap { event in if case .received(let statement) = event { statement } else { nil } }
  }

  /// How many of the letters are known to the machine already.
  private static func count(
    _ machine: PieceMachine, _ letters: [SignedStatement], _ run: PieceRun, _ role: ExchangeRole
  ) -> Int {
    letters.prefix { letter in
      do { return try machine.event(for: letter) == nil } catch { return false }
    }.count
  }

  @Test func aStrangersPieceIsRefused() async throws {
    let stage = try await PieceStage(pieces: 2)
    var run = try PieceRun(stage)
    try await run.run()
    let opened = try #require(Self.received(run, .responder).first { $0.kind == .openPiece })
    let piece = try VerifiedStatement<OpenPiece>(verifying: opened, keys: stage.terms.keys).content
    let verifier = try PieceVerifier(terms: stage.terms, items: stage.items)
    let other = SigningKey()
    let stranger = try SignedStatement(
      OpenPiece(
        exchange: piece.exchange, party: other.thumbprint, commits: piece.commits, number: 1, opening: piece.opening),
      signedBy: [other])
    #expect(throws: Refusal.self) { try verifier.piece(stranger, of: .originator, commits: piece.commits) }
    let beyond = try SignedStatement(
      OpenPiece(
        exchange: piece.exchange, party: piece.party, commits: piece.commits, number: 3, opening: piece.opening),
      signedBy: [stage.key(.originator)])
    #expect(throws: Refusal.self) { try verifier.piece(beyond, of: .originator, commits: piece.commits) }
    let elsewhere = try SignedStatement(
      OpenPiece(
        exchange: piece.exchange, party: piece.party, commits: piece.commits.reversed(), number: 1,
        opening: piece.opening), signedBy: [stage.key(.originator)])
    #expect(throws: Refusal.self) { try verifier.piece(elsewhere, of: .originator, commits: piece.commits) }
  }

  /// A commitment that seals fewer pieces than agreed, or in another order, is none.
  @Test func aCommitmentSealsAllPiecesInTheirOrder() async throws {
    let stage = try await PieceStage(pieces: 2)
    var run = try PieceRun(stage)
    try await run.run()
    let offer = try #require(Self.received(run, .responder).first)
    let content = try VerifiedStatement<CommitPieces>(verifying: offer, keys: stage.terms.keys).content
    let machine = try stage.machine(.responder)
    #expect(try machine.event(for: offer) == .received(offer))
    for locked in [Array(content.locked.prefix(1)), Array(content.locked.reversed())] {
      let changed = try SignedStatement(
        CommitPieces(exchange: content.exchange, party: content.party, answers: nil, locked: locked),
        signedBy: [stage.key(.originator)])
      #expect(throws: Refusal.self) { try machine.event(for: changed) }
    }
  }

  /// A wrong key counts as a bad piece: the giver has signed both ciphertext and key.
  @Test func aWrongKeyConvictsItsSigner() async throws {
    let stage = try await PieceStage(pieces: 2)
    var run = try PieceRun(stage)
    while run.machines[.originator]?.gave == 0, try await run.move() {}
    guard case .signed(let honest)? = run.events(of: .originator).last else {
      Issue.record("the originator has just signed its first piece")
      return
    }
    let piece = try VerifiedStatement<OpenPiece>(verifying: honest, keys: stage.terms.keys).content
    let wrong = try SignedStatement(
      OpenPiece(
        exchange: piece.exchange, party: piece.party, commits: piece.commits, number: 1,
        opening: ItemOpening(bytes: [UInt8](repeating: 7, count: 32))), signedBy: [stage.key(.originator)])
    run.silentAfter[.originator] = 0
    try run.deliver(wrong, to: .responder)
    try await run.run()
    #expect(run.outcome(.responder) == .wronged(gave: 0, holds: 0))
    #expect(PieceJudge.judge(try run.bundle(of: .responder)).convicted == [.originator])
  }
}
