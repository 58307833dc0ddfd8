public import SemperCoding
public import SemperModel

/// That an evaluator no longer stands by one of its evaluations, since when and why.
public struct Withdrawal: Hashable, Sendable, CanonicalValue {
  public enum Reason: String, Sendable, CaseIterable, CanonicalValue {
    /// The terms can do what the evaluation had overlooked.
    case overlooked
    /// The seller does not keep to the terms.
    case broken
    /// A later evaluation says something else.
    case superseded
    /// The evaluator's key was in other hands.
    case keyStolen = "key-stolen"
    case other
  }

  public let evaluation: Digest
  public let reason: Reason
  public let since: Timestamp

  public init(of evaluation: Digest, reason: Reason, since: Timestamp) {
    self.evaluation = evaluation
    self.reason = reason
    self.since = since
  }

  public var json: JSON {
    .fields(["evaluation": evaluation.json, "reason": reason.json, "since": since.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    evaluation = try fields.value("evaluation")
    reason = try fields.value("reason")
    since = try fields.value("since")
    try fields.close()
  }
}
