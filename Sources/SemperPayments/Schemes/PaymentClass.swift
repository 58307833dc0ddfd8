public import SemperCoding

/// The two classes of the paper (section III.B): money that stays on an account until it is moved, which includes credit
/// cards, and money that the payer holds itself.
public enum PaymentClass: String, Sendable, CaseIterable, CanonicalValue {
  /// The bank moves the money when it is told to; it can authorise first and capture later.
  case accountBased = "account-based"
  /// The payer withdraws before and pays with what it holds.
  case cashLike = "cash-like"
}
