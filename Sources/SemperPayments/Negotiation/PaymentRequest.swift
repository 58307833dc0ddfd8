public import SemperModel

/// What a payee wants to be paid, before it knows with what.
public struct PaymentRequest: Hashable, Sendable {
  public let amount: Money
  public let reference: PaymentReference
  public let choice: ChoiceMode
  public let demands: PaymentDemands
  /// Until when the offer can be taken and the payment committed.
  public let notAfter: Timestamp

  public init(
    amount: Money, reference: PaymentReference, choice: ChoiceMode = .systemOnly,
    demands: PaymentDemands = PaymentDemands(), notAfter: Timestamp
  ) {
    self.amount = amount
    self.reference = reference
    self.choice = choice
    self.demands = demands
    self.notAfter = notAfter
  }
}
