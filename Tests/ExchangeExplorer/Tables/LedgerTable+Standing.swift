// A number for each standing that fits into four bits.
extension LedgerTable.Standing {
  static let count = 16

  var rawValue: Int {
    switch self {
    case .absent: 0
    case .held: 1
    case .claimed: 2
    case .refunded: 3
    case .undone: 4
    case .settled(let number): 5 + number
    }
  }

  init(rawValue: Int) {
    switch rawValue {
    case 0: self = .absent
    case 1: self = .held
    case 2: self = .claimed
    case 3: self = .refunded
    case 4: self = .undone
    default: self = .settled(rawValue - 5)
    }
  }
}
