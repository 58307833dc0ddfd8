import SemperCryptography
import SemperExchange

/// Something that has become known, once and for all: what honest parties have put on the wire, what the arbiter has
/// signed, what a malicious party has learnt.
enum Fact: Hashable {
  /// A message of an honest party, or a call of its to the arbiter, that may arrive at any time from now on.
  case sent(SignedStatement)
  /// A malicious party knows this party's opening secret.
  case secret(ExchangeRole)
  case decided(SignedStatement)
  /// A malicious party has the ledger's receipt for a lock.
  case receipt(Int)
}

/// The facts of a world, each a bit, so that a set of them is one word.
final class Facts {
  struct Placed: Hashable {
    let bout: Int
    let fact: Fact
  }

  private var known = Interner<Placed>()

  var count: Int { known.count }
  subscript(number: Int) -> Placed { known[number] }

  func bit(_ fact: Fact, of bout: Int) -> UInt64 {
    let number = known.intern(Placed(bout: bout, fact: fact)).number
    precondition(number < 64, "more facts than bits: divide the setting")
    return 1 << UInt64(number)
  }

  /// The bit of a fact that somebody has mentioned; 0 for one that cannot be.
  func known(_ fact: Fact, of bout: Int) -> UInt64 {
    known.number(of: Placed(bout: bout, fact: fact)).map { 1 << UInt64($0) } ?? 0
  }
}
