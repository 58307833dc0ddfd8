public import SemperPayments

/// The means of payment of one side.
public indirect enum DealMoney: Sendable {
  case purse(any LockingPurse)
  case till(any LockingTill)
  /// What the payment managers have agreed on for the deal; another where they have not.
  case managed(PaymentManager, otherwise: DealMoney)
}
