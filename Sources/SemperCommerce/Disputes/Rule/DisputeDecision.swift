/// What the rule comes to.
public enum DisputeDecision: Hashable, Sendable {
  case decided(Remedy, [DisputeReason])
  /// A person has to judge these questions, and may not go below what was admitted.
  case needsJudgement([DisputeQuestion], atLeast: Remedy)
}
