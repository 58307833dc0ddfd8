import SemperExchange

/// Something that a side gives in a run.
enum GivenItem: Sendable {
  case coins, accountMoney, bond
  case statement
  /// An issuer's signed word, and the same as an X.509 certificate.
  case certificate, x509
  case credential
  case mail, smallData, data

  /// How the planner sees it.
  var itemClass: ItemClass {
    switch self {
    case .coins, .bond: .lock
    case .accountMoney: .reversibleLock
    case .statement, .certificate, .x509: .statement
    case .credential: .revocable
    case .mail: .mail
    case .smallData: .checkedData
    case .data: .data
    }
  }

  /// Whether an issuer issues it.
  var isIssued: Bool { self == .certificate || self == .x509 || self == .credential }
}
