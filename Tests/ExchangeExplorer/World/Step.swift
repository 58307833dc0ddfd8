import SemperExchange

/// One step of a world, as small as it can be remembered.
struct Step {
  enum Kind {
    /// A party's move, all of it.
    case move(Int)
    /// The first so many effects of a party's move; then the process dies before it writes anything down.
    case cut(Int, effects: Int)
    case call(Int)
    case dealing(Int)
    case windowEnds
    case timePasses
    /// Only where an assumption is broken: the last event is lost, a lock goes back by time.
    case forgetting
    case lockExpires
  }

  /// Who can bring it about.
  enum Actor: UInt8 {
    case originator, responder, clock
    /// The network, a malicious party, a misfortune.
    case others
  }

  let bout: Int
  let role: ExchangeRole?
  let kind: Kind
  let actor: Actor
}
