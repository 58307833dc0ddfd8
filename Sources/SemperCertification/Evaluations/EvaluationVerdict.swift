public import SemperModel

/// What the evaluations of a service are worth to somebody at one moment. Only an `EvaluationVerifier` makes one.
public struct EvaluationVerdict: Hashable, Sendable {
  /// An evaluation that counts.
  public struct Counted: Hashable, Sendable {
    public let digest: Digest
    public let evaluator: EvaluatorIdentity
    public let evaluation: Evaluation
  }

  /// One that does not, and why.
  public struct Discounted: Hashable, Sendable {
    public let digest: Digest
    public let refusal: Refusal
  }

  public let service: Digest
  public let time: Timestamp
  public let policy: EvaluationPolicy
  /// At most one of each evaluator, in the order in which they were brought.
  public let counted: [Counted]
  public let discounted: [Discounted]

  init(
    service: Digest, time: Timestamp, policy: EvaluationPolicy, counted: [Counted], discounted: [Discounted]
  ) {
    self.service = service
    self.time = time
    self.policy = policy
    self.counted = counted
    self.discounted = discounted
  }

  /// The worst grade that counts; `nil` while too few evaluators vouch for the service.
  public var grade: Grade? { counted.count < policy.quorum ? nil : counted.map(\.evaluation.grade).min() }

  /// Until when nothing has to be looked at again, of what counts now; `nil` when nothing counts.
  public var holdsUntil: Timestamp? { counted.map(\.evaluation.expires).min() }

  /// Why the service is not to be used as an evaluated one (`notEvaluated`, blame on the peer); `nil` when it may be. What
  /// nobody vouches for is refused, and one trusted evaluator that finds it worse than is accepted is enough.
  public var refusal: Refusal? {
    if let worst = counted.min(by: { $0.evaluation.grade < $1.evaluation.grade }), worst.evaluation.grade < policy.worst
    {
      return Refusal(
        .notEvaluated, blame: .peer,
        "an evaluator that you trust finds the service “\(worst.evaluation.grade.rawValue)”; read its remarks and buy elsewhere"
      )
    }
    guard counted.count < policy.quorum else { return nil }
    let reasons = discounted.map(\.refusal.detail).joined(separator: "; ")
    return Refusal(
      .notEvaluated, blame: .peer,
      "\(counted.count) of \(policy.quorum) evaluators that you trust vouch for the service\(reasons.isEmpty ? "" : " (\(reasons))"); ask the seller for an evaluation, or go on as with unevaluated services"
    )
  }
}
