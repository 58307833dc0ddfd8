import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

/// Something that a side can give in a test, at least one of each item class that can be exchanged.
enum Ware: String, Sendable {
  case receipt, certificate, credential, money, more, reversible, bond, mail, small, large

  var isBond: Bool { self == .bond }
  var isData: Bool { self == .small || self == .large }

  static let price = 500 as Int64
  /// Two chunks.
  static let size = 70_000
}

extension Ware {
  var itemClass: ItemClass {
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
