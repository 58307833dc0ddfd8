import SemperExchange

/// Something that can happen to one honest party in one local state.
struct Move {
  enum Kind {
    /// An event that needs nobody else; the number of the state to which it leads.
    case event(Int)
    /// Calls to the ledger one after another, up to the first refusal, and the events that their answers make.
    case ledger([Int], ([LedgerTable.Answer]) -> [ExchangeEvent])
    /// A call to the arbiter, whose answer becomes an event.
    case call(Int)
  }

  /// Whose doing it is, which matters to timeliness.
  enum Doing {
    /// The party's own, with ledger and arbiter.
    case own
    /// The peer or the network has to bring something.
    case network
  }

  let kind: Kind
  let doing: Doing
  /// The facts without which it cannot happen.
  var needs: FactSet = 0
  /// The lock without which it happens only: a ledger that has locked does not refuse to.
  var absent: Int?
  /// How a lock has to stand for it.
  var standing: (slot: Int, LedgerTable.Standing)?
  /// Whether a refusal of one call keeps it from the others.
  var stopsAtRefusal = true
  /// What happens, after the party's name.
  let words: String
}
