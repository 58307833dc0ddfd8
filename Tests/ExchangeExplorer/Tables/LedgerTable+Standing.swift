// A number for each standing that fits into five bits.
extension LedgerTable.Standing {
  static let count = 32
  private static let firstFrozen = 19

  /// Agreements and pledges beyond these do not fit; whoever makes one says so.
  var fits: Bool {
    switch self {
    case .settled: rawValue < Self.firstFrozen
    case .absent, .held, .freed, .claimed, .refunded, .undone, .frozen: rawValue < Self.count
    }
  }

  /// Whether money is still under its lock.
  var isLocked: Bool {
    switch self {
    case .held, .freed, .frozen: true
    case .absent, .claimed, .refunded, .undone, .settled: false
    }
  }

  var rawValue: Int {
    switch self {
    case .absent: 0
    case .held: 1
    case .claimed: 2
    case .refunded: 3
    case .undone: 4
    case .freed: 5
    case .settled(let number): 6 + number
    case .frozen(let number): Self.firstFrozen + number
    }
  }

  init(rawValue: Int) {
    switch rawValue {
    case 0: self = .absent
    case 1: self = .held
    case 2: self = .claimed
    case 3: self = .refunded
    case 4: self = .undone
    case 5: self = .freed
    case ..<Self.firstFrozen: self = .settled(rawValue - 6)
    default: self = .frozen(rawValue - Self.firstFrozen)
    }
  }
}
