public import SemperModel

/// How an exchange ended for one party.
public enum ExchangeOutcome: Hashable, Sendable {
  /// We hold what the peer promised, and the peer can hold ours.
  case completed
  /// Neither holds the other's; what we had locked is ours again.
  case aborted
  /// The peer's data was bad, which is proved, and its bond is ours instead.
  case compensated
  /// Both have agreed what becomes of each item, without the arbiter, and so it has come.
  case settled(SettlementPlan)
  /// We never bound ourselves, and say why.
  case declined(Refusal)
  /// Arbiter or ledger did not keep its word; what we hold proves it.
  case wronged(Refusal)
}
