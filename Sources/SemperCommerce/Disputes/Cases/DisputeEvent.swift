public import SemperCryptography

/// What happens in a case after it has been opened.
public enum DisputeEvent: Hashable, Sendable {
  /// The other side's answer, with the evidence that it discloses.
  case answered(SignedStatement, EvidenceBundle?)
  /// The time to answer is over, or the answer is there, and the rule leaves questions.
  case leftOpen([DisputeQuestion], atLeast: Remedy)
  /// The arbiter's own ruling.
  case ruled(SignedStatement)
  case appealed(SignedStatement)
  /// The bank's word on a final ruling.
  case enforced(SignedStatement)
}
