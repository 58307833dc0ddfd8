public import SemperTerms

/// What the roles of a wallet say to an act.
public enum RoleAnswer: Hashable, Sendable {
  /// One of them covers it, and it is counted there.
  case granted(CapabilityRole, option: String?)
  /// None does: why not, for each by its name.
  case asked([RoleHint])
}

/// Why a role does not answer.
public struct RoleHint: Hashable, Sendable {
  public let role: String
  public let shortfall: RoleShortfall

  package init(role: String, shortfall: RoleShortfall) {
    self.role = role
    self.shortfall = shortfall
  }

  /// Whether the owner is told: not of roles that are for other business.
  var isTold: Bool {
    switch shortfall {
    case .otherTerms, .otherShop, .notEvaluated, .nothing: false
    case .locked, .clock, .worse, .doesNotOrder, .doesNotPay, .otherCurrency, .aboveDeal, .aboveDay, .field, .documents,
      .credential, .otherOptions, .doesNotSign:
      true
    }
  }
}
