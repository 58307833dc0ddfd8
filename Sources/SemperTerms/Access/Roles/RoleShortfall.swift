public import SemperModel

/// Why a role does not answer. One that is only locked would have.
public enum RoleShortfall: Hashable, Sendable {
  case locked
  /// The clock was set back since the role was last used.
  case clock
  case otherTerms
  case otherShop
  case notEvaluated
  /// The terms are worse than those of the last deal with this seller.
  case worse
  case doesNotOrder
  case doesNotPay
  case otherCurrency
  case aboveDeal(Money)
  /// With what is left for today.
  case aboveDay(Money)
  case field(String)
  /// The terms do not take what it fills in.
  case documents
  case credential(String)
  case otherOptions
  case doesNotSign
  /// Nothing was asked for, so nothing is allowed.
  case nothing

  /// The name of its words.
  public var code: String {
    switch self {
    case .locked: "locked"
    case .clock: "clock"
    case .otherTerms: "terms"
    case .otherShop: "shop"
    case .notEvaluated: "evaluation"
    case .worse: "worse"
    case .doesNotOrder: "order"
    case .doesNotPay: "pay"
    case .otherCurrency: "currency"
    case .aboveDeal: "deal"
    case .aboveDay: "day"
    case .field: "field"
    case .documents: "documents"
    case .credential: "credential"
    case .otherOptions: "options"
    case .doesNotSign: "sign"
    case .nothing: "nothing"
    }
  }

  public static let codes = [
    "locked", "clock", "terms", "shop", "evaluation", "worse", "order", "pay", "currency", "deal", "day", "field",
    "documents", "credential", "options", "sign", "nothing",
  ]
}
