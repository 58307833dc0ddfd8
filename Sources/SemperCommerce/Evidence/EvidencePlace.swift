import SemperModel

/// Where a kind of statement stands in a bundle, which is the order in which a deal makes them. What is not here proves
/// nothing about a deal, or stands inside another statement.
enum EvidencePlace: Int, Comparable, StatementSubset {
  case role, terms, offer, order, contract, deed, commitOriginator, commitResponder, openOriginator, openResponder
  case complaint, decision, settlement, outcome, choice, ruling, carriage

  var kind: StatementKind {
    switch self {
    case .role: .role
    case .terms: .terms
    case .offer: .offer
    case .order: .order
    case .contract: .contract
    case .deed: .deed
    case .commitOriginator: .commitOriginator
    case .commitResponder: .commitResponder
    case .openOriginator: .openOriginator
    case .openResponder: .openResponder
    case .complaint: .complain
    case .decision: .decision
    case .settlement: .settlementProposal
    case .outcome: .lockOutcome
    case .choice: .choice
    case .ruling: .ruling
    case .carriage: .carriage
    }
  }

  /// Several roles take part, an arbiter decides step by step, and a party that commits twice, or a ledger that ends a
  /// lock twice, convicts itself. A deal of many steps has many acts and exchanges, and goods that travel.
  func mayRepeat(inCourse: Bool) -> Bool {
    switch self {
    case .role, .deed, .commitOriginator, .commitResponder, .decision, .settlement, .outcome: true
    case .openOriginator, .openResponder, .complaint, .choice, .ruling, .carriage: inCourse
    case .terms, .offer, .order, .contract: false
    }
  }

  static func < (left: EvidencePlace, right: EvidencePlace) -> Bool { left.rawValue < right.rawValue }
}
