import SemperModel

/// Where a kind of statement stands in a bundle, which is the order in which a deal makes them.
enum EvidencePlace: Int, Comparable {
  case role, terms, offer, order, contract, commitOriginator, commitResponder, openOriginator, openResponder
  case complaint, decision, settlement, outcome, choice

  /// `nil` for what proves nothing about a deal, or what stands inside another statement.
  init?(of kind: StatementKind) {
    switch kind {
    case .role: self = .role
    case .terms: self = .terms
    case .offer: self = .offer
    case .order: self = .order
    case .contract: self = .contract
    case .commitOriginator: self = .commitOriginator
    case .commitResponder: self = .commitResponder
    case .openOriginator: self = .openOriginator
    case .openResponder: self = .openResponder
    case .complain: self = .complaint
    case .decision: self = .decision
    case .settlementProposal: self = .settlement
    case .lockOutcome: self = .outcome
    case .choice: self = .choice
    case .conditional, .lockReceipt, .abort, .resolve, .accept, .query, .accountOpen, .accountQuery, .mintKeys,
      .mintWithdraw, .mintDeposit, .mintSwap, .mintLock, .mintClaim, .mintRefund, .mintSettle, .lockDivision,
      .settlementConsent, .mintReceipt,
      .mintRefusal, .statusReceipt, .statusOutcome, .checkpoint, .cosignature, .logNotice, .transfer,
      .transferReceipt, .transferSubmission, .transferTransport, .streamEnd, .container:
      return nil
    }
  }

  /// Several roles take part, an arbiter decides step by step, and a party that commits twice, or a ledger that ends a
  /// lock twice, convicts itself.
  var mayRepeat: Bool {
    switch self {
    case .role, .commitOriginator, .commitResponder, .decision, .settlement, .outcome: true
    case .terms, .offer, .order, .contract, .openOriginator, .openResponder, .complaint, .choice: false
    }
  }

  static func < (left: EvidencePlace, right: EvidencePlace) -> Bool { left.rawValue < right.rawValue }
}
