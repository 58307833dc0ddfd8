import SemperCoding
import SemperEngine
import SemperExchange
import SemperTesting
import Testing

/// What both sides of an exchange piece for piece have written down once is read for ever (`Tests/Vectors/journals/pieces`).
@Suite struct GoldenPieceTests {
  private static let folder = GoldenFolder("pieces", besides: #filePath, levels: 2)

  /// Everything given, a bad piece of the responder's, nobody answers, and a responder that says nothing more.
  private static let courses: [String: (bad: PieceStage.Bad?, silentAfter: Int?)] = [
    "completed": (nil, nil), "bad": (PieceStage.Bad(role: .responder, number: 2), nil), "unanswered": (nil, 0),
    "stopped": (nil, 1),
  ]

  @Test(arguments: ["completed", "bad", "unanswered", "stopped"])
  func whatWasWrittenOnceIsReadForEver(_ course: String) async throws {
    for role in ExchangeRole.allCases {
      let name = "\(role.rawValue)-\(course)"
      try await Self.folder.keep(name) { try await Self.record(course, role) }
      let journal = try Self.folder.journal(name)
      let machine = PieceMachine(try ExchangeSide(json: journal.beginning), at: PieceStage.start)
      #expect(journal.difference(from: machine, end: Self.words) == nil)
    }
  }

  private static func words(_ machine: PieceMachine) -> String { machine.outcome.map { "\($0)" } ?? "goes on" }

  private static func record(_ course: String, _ role: ExchangeRole) async throws -> GoldenJournal {
    let (bad, silentAfter) = try #require(courses[course])
    var run = try PieceRun(try await PieceStage(pieces: 2, bad: bad))
    run.silentAfter[.responder] = silentAfter
    try await run.run()
    let header = JournalEntry.header(of: PieceMachine.self, at: PieceStage.start)
    let entries = (run.journals[role] ?? []).enumerated().map { number, entry in
      JournalEntry(sequence: number + 1, time: entry.time, bytes: entry.event.canonicalBytes)
    }
    let side = try run.stage.side(role)
    return try GoldenJournal(
      of: PieceMachine(side, at: PieceStage.start), made: side.json, entries: [header] + entries, end: words)
  }
}
