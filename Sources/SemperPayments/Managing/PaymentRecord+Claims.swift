import SemperModel

extension PaymentRecord {
  /// Whether it has come to what is claimed.
  func supports(_ claim: PaymentClaim) -> Bool {
    switch (claim, opening.task.kind, state) {
    case (.paid, .pay, .settled), (.paid, .receive, .settled), (.paid, .capture, .settled): true
    case (.refunded, .refund, .settled), (.refunded, .takeRefund, .settled): true
    case (.unpaid, .pay, .failed), (.unpaid, .receive, .failed): conclusion?.proofs.isEmpty == false
    case (.paid, _, _), (.refunded, _, _), (.unpaid, _, _): false
    }
  }

  /// What has reached us of a payment: at once, or by captures.
  func received(by book: PaymentBook) throws(Refusal) -> Money {
    switch (state, conclusion) {
    case (.settled, .settled(let amount, _)?): return amount
    case (.held, .held(let amount, _)?):
      return Money(minorUnits: book.sum(.capture, settledOnly: true), amount.currency)
    case (.journaled, _), (.committed, _), (.inDoubt, _), (.cancelled, _), (.failed, _), (.settled, _), (.held, _):
      throw Refusal(.unknownPayment, blame: .us, "nothing was received under this name yet")
    }
  }
}
