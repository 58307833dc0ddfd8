public import SemperModel
public import SemperPayments

extension SecurityAttributes {
  /// What these attributes demand of the means of payment for a payment below them: anonymity makes the payer unknown to the
  /// payee, fairness by FX4 needs the money locked. A weaker level is made of transfers and needs no lock.
  ///
  /// - Parameter span: how long the exchange may take, for locks that end by themselves.
  public func paymentDemands(lockedFor span: Span) -> PaymentDemands {
    let needsLock = fairness.map(\.isExchange) ?? false
    return PaymentDemands(
      anonymity: anonymity ? .anonymous : .none, needsLock: needsLock,
      lockFor: needsLock ? span : Span(seconds: 0))
  }
}
