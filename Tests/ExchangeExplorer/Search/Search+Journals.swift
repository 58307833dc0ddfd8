import SemperCoding
import SemperCryptography
import SemperEngine
package import SemperExchange
package import SemperTesting

/// How an honest party has come to an end, and the journal with which it has.
package struct RecordedEnd: Sendable {
  package let role: ExchangeRole
  /// Such as `aborted`.
  package let end: String
  package let journal: GoldenJournal
}

extension Search {
  /// For each honest party of a setting and each way in which it can end, the journal that the search finds first.
  package static func ends(of setting: Setting) async throws -> [RecordedEnd] {
    let world = try await World([setting], goods: try await Goods())
    var search = Search(world, Bounds(), setting.name)
    try await search.explore()
    let parties = world.bouts[0].parties.sorted { $0.key.rawValue < $1.key.rawValue }
    return try parties.flatMap { role, table in
      var found = Set<String>()
      return try table.meanings.indices.compactMap { state -> RecordedEnd? in
        guard let end = table.meanings[state].end?.words, found.insert(end).inserted else { return nil }
        let side = table.stage.side(role)
        return RecordedEnd(
          role: role, end: end,
          journal: try GoldenJournal(
            of: ExchangeMachine(side, at: Instant.start), made: side.json, entries: table.journals[state],
            end: Self.words))
      }
    }
  }

  /// What the machine of a recorded end makes of its journal otherwise now; `nil` when it is all the same.
  package static func difference(from journal: GoldenJournal) throws -> String? {
    journal.difference(from: ExchangeMachine(try ExchangeSide(json: journal.beginning), at: Instant.start), end: words)
  }

  private static func words(_ machine: ExchangeMachine) -> String {
    machine.outcome.map { String("\($0)".prefix { $0 != "(" }) } ?? "goes on"
  }
}
