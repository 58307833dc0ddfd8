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

/// Facts, each a bit.
typealias FactSet = UInt128

/// The facts of a world.
final class Facts {
  struct Placed: Hashable {
    let bout: Int
    let fact: Fact
  }

  private var known = Interner<Placed>()
  /// More facts have been mentioned than a set has bits: a search cannot go on from here.
  private(set) var areTooMany = false

  var count: Int { known.count }
  subscript(number: Int) -> Placed { known[number] }

  func bit(_ fact: Fact, of bout: Int) -> FactSet {
    let number = known.intern(Placed(bout: bout, fact: fact)).number
    if number >= FactSet.bitWidth { areTooMany = true }
    return 1 << FactSet(number)
  }

  /// All facts about an exchange that somebody has mentioned.
  func all(of bout: Int) -> FactSet {
    known.values.enumerated().reduce(0) { $1.element.bout == bout ? $0 | 1 << FactSet($1.offset) : $0 }
  }

  /// The bit of a fact that somebody has mentioned; 0 for one that cannot be.
  func known(_ fact: Fact, of bout: Int) -> FactSet {
    known.number(of: Placed(bout: bout, fact: fact)).map { 1 << FactSet($0) } ?? 0
  }
}
