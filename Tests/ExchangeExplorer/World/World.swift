import SemperExchange
import SemperModel

/// Everybody of one setting together: from any state, every state that one step can lead to.
final class World {
  let setting: Setting
  let facts = Facts()
  private(set) var bouts: [Bout] = []
  /// The exchanges that move. Where one does not, everything that it can say has been said.
  private(set) var moving: [Bout] = []
  private let grammar: Grammar
  let start: WorldState

  init(_ settings: [Setting], goods: Goods) async throws {
    precondition((1...2).contains(settings.count), "a world has one exchange or two")
    setting = settings[0]
    var bouts = [Bout]()
    for (number, setting) in settings.enumerated() {
      bouts.append(try await Bout(setting, number: number, goods: goods, facts: facts))
    }
    self.bouts = bouts
    moving = bouts
    grammar = Grammar(bouts, facts)
    try await grammar.begin()
    try await grammar.grow()
    var start = WorldState()
    for bout in bouts { for party in bout.parties.values { start.facts |= party.emitted[0] } }
    self.start = start
  }

  func move(only bout: Bout) { moving = [bout] }

  /// Something that no table knows yet.
  enum Gap {
    case moves(PartyTable, Int, Instant)
    case ledger(LedgerTable, Int, LedgerTable.Standing, Instant)
    case arbiter(ArbiterTable, Int, Int, Instant, Bool)
    case conclusion(PartyTable, PartyTable.Conclusion, [ExchangeEvent])
  }

  /// Asks the code what it would do, once.
  func fill(_ gap: Gap) async throws {
    switch gap {
    case .moves(let table, let state, let instant):
      let letters = bouts[table.bout].letters
      let builder = try await MoveBuilder(table, state, at: instant, letters: letters)
      table.set(builder.moves, of: state, at: instant, letters: letters.count)
    case .ledger(let table, let call, let standing, let instant): try await table.ask(call, at: standing, instant)
    case .arbiter(let table, let call, let book, let instant, let ended):
      try await table.ask(call, on: book, at: instant, ended: ended)
    case .conclusion(let table, let conclusion, let events): try table.conclude(conclusion, with: events)
    }
    try await grammar.grow()
  }
}
