/// What is known of a service beside its own terms.
public enum ServiceStanding: Hashable, Sendable {
  /// No evaluator whom the user trusts has said anything of it.
  case unevaluated
  /// A trusted evaluator has, and it counts now.
  case evaluated(Grade, by: String)

  public enum Grade: String, Hashable, Sendable, CaseIterable { case fair, cautions, unfair }
}
