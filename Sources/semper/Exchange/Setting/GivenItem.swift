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

  /// An item that somebody has written down, exchanged in a class; `nil` for one that nobody can lock.
  init?(_ item: DraftItem, as itemClass: ItemClass) {
    switch item.kind {
    case .money: self = .coins
    case .accountMoney: self = .accountMoney
    case .bond: self = .bond
    case .statement: self = .statement
    case .certificate: self = .certificate
    case .credential: self = .credential
    case .mail: self = .mail
    case .smallData: self = .smallData
    case .data: self = .data
    case .content: self = itemClass == .checkedData ? .smallData : .data
    case .parcel: return nil
    }
  }

  /// What a party calls it in its agreement.
  var word: String {
    switch self {
    case .coins: "money"
    case .accountMoney: "account-money"
    case .bond: "bond"
    case .statement: "statement"
    case .certificate, .x509: "certificate"
    case .credential: "credential"
    case .mail: "mail"
    case .smallData: "small-data"
    case .data: "data"
    }
  }
}
