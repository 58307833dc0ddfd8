public import SemperExchange

/// Something that a side can give in a test, at least one of each item class that can be exchanged.
public enum Ware: String, Sendable {
  case receipt, certificate, credential, money, more, reversible, bond, mail, small, large

  package var isBond: Bool { self == .bond }
  package var isData: Bool { self == .small || self == .large }

  /// What money and bonds are of, in minor units.
  public static let price = 500 as Int64
  /// Bytes of a piece of data unless a run says otherwise: two chunks.
  public static let size = 70_000
}

extension Ware {
  /// How the planner sees it.
  public var itemClass: ItemClass {
    switch self {
    case .receipt, .certificate: .statement
    case .credential: .revocable
    case .money, .more, .bond: .lock
    case .reversible: .reversibleLock
    case .mail: .mail
    case .small: .checkedData
    case .large: .data
    }
  }
}
