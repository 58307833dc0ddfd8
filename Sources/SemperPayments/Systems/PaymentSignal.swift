public import SemperModel

/// What a side is told.
public enum PaymentSignal: Hashable, Sendable {
  /// Its first signal; the opening is durable.
  case begin
  /// From the other side, authentic, in order, once, and passed by the side's own `check`.
  case token([UInt8])
  /// To the inquiry of this name, as the purse has verified it.
  case answer(String, [UInt8])
  /// Nobody knows whether the last inquiry was carried out: it took too long, the card was pulled, the process was restarted
  /// around one that is not repeatable. Inquiries that the side makes now take the place of those that are unanswered; if it
  /// makes none, these stay.
  case doubt
  /// The other side will never take what was told it.
  case turnedDown(Refusal)
}
