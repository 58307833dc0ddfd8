public import SemperModel

/// Whose evaluations count for somebody, and how many it takes.
public struct EvaluationPolicy: Hashable, Sendable {
  public var trusted: [TrustedEvaluator]
  /// How many evaluators have to vouch for a service.
  public var quorum: Int
  /// The worst grade that is accepted.
  public var worst: Grade
  /// For how long a status list is still believed after its successor should have come.
  public var patience: Span

  /// - Precondition: a quorum of at least one.
  public init(
    trusted: [TrustedEvaluator], quorum: Int = 1, worst: Grade = .cautions, patience: Span = Span(seconds: 0)
  ) {
    precondition(quorum >= 1)
    self.trusted = trusted
    self.quorum = quorum
    self.worst = worst
    self.patience = patience
  }
}
