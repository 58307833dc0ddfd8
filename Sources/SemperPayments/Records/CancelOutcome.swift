/// What a wish to cancel came to.
public enum CancelOutcome: Hashable, Sendable {
  /// Nothing has moved and nothing will.
  case cancelled
  /// The payer has been asked; only it knows that it has not paid.
  case asked
  /// Money may have moved. A refund is the way back, where the payment system has one.
  case tooLate(refundPossible: Bool)
}
