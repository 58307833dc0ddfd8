public import SemperPayments

/// The means of payment of one side.
public enum DealMoney: Sendable {
  case purse(any LockingPurse)
  case till(any LockingTill)
}
