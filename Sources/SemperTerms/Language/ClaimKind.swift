public import SemperCoding

/// What a side can claim in a dispute. Each is decided from evidence first.
public enum ClaimKind: String, Sendable, CaseIterable, CanonicalValue {
  case notDelivered, notAsAgreed, late, damaged, refundDue, paidTwice, neverOrdered, notPaid

  /// Who can have it.
  public var claimant: DealSide {
    switch self {
    case .notDelivered, .notAsAgreed, .late, .damaged, .refundDue, .paidTwice, .neverOrdered: .buyer
    case .notPaid: .seller
    }
  }
}
