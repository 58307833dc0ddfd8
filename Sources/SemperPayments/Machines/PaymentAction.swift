public import SemperCryptography
public import SemperModel

/// What an operation's driver has to do.
public enum PaymentAction: Hashable, Sendable {
  /// Sign our token; computed, not performed.
  case sign(PaymentToken)
  /// Bring our token of this number to the other side.
  case deliver(Int, SignedStatement)
  /// Have the inquiry of this number done and answered.
  case ask(Int, Inquiry)
  case wait(Timestamp)
}
