public import SemperCoding

/// What somebody says about a payment, the same for every payment system, so that a dispute need not know which it was.
public enum PaymentClaim: String, Sendable, CaseIterable, CanonicalValue {
  /// The agreed amount has reached the payee.
  case paid
  /// The amount of the refund has gone back.
  case refunded
  /// The provider has refused for good: nothing moved.
  case unpaid
}
