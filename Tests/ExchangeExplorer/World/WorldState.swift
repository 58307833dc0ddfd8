/// Where everything stands, as small numbers. Messages are in `facts` for ever, which gives loss (nobody takes them up),
/// duplication, reordering and replay without further ado.
struct WorldState: Hashable {
  var facts: FactSet = 0
  var instant: UInt64 = 0
  var first = BoutState()
  var second = BoutState()

  subscript(bout: Int) -> BoutState {
    get { bout == 0 ? first : second }
    set { if bout == 0 { first = newValue } else { second = newValue } }
  }

  /// A word that differs for different states nearly always.
  var mixed: UInt64 {
    var word = instant &* 0x9E37_79B9_7F4A_7C15
    func mix(_ part: UInt64) { word = (word ^ (word >> 32) ^ part) &* 0xD6E8_FEB8_6659_FD93 }
    mix(UInt64(truncatingIfNeeded: facts))
    mix(UInt64(truncatingIfNeeded: facts >> 64))
    mix(first.parties)
    mix(first.locks)
    mix(second.parties)
    mix(second.locks)
    return word ^ (word >> 29)
  }
}

/// One exchange in it.
struct BoutState: Hashable {
  /// Originator, responder, book and whether the window has ended, 16 bits each.
  var parties: UInt64 = 0
  /// Five bits for each lock at the ledger.
  var locks: UInt64 = 0

  private func part(_ place: UInt64) -> Int { Int(parties >> (place * 16) & 0xFFFF) }
  private mutating func set(_ place: UInt64, _ value: Int) {
    precondition(value < 1 << 16, "more local states than a word has place for")
    parties = parties & ~(0xFFFF << (place * 16)) | UInt64(value) << (place * 16)
  }

  /// The number of an honest party's local state.
  subscript(party role: Int) -> Int {
    get { part(UInt64(role)) }
    set { set(UInt64(role), newValue) }
  }

  var book: Int {
    get { part(2) }
    set { set(2, newValue) }
  }

  /// Whether the window of the arbiter's present decision has ended.
  var ended: Bool {
    get { part(3) != 0 }
    set { set(3, newValue ? 1 : 0) }
  }

  subscript(lock slot: Int) -> LedgerTable.Standing {
    get {
      LedgerTable.Standing(rawValue: Int(locks >> UInt64(slot * 5) & 31))
    }
    set {
      precondition(newValue.fits, "more agreements than a lock has place for")
      precondition(slot < 12, "more locks than a word has place for")
      locks = locks & ~(31 << UInt64(slot * 5)) | UInt64(newValue.rawValue) << UInt64(slot * 5)
    }
  }
}
