public import SemperCertification
public import SemperCoding
public import SemperModel
import SemperTerms

/// What a wallet has found out about the terms of an offer before a deal, and what its owner's policy says to that: who has evaluated
/// them and how, what does not count and why, what can be lost, and what is other than at the last deal with the same seller.
///
/// It is about one digest. Terms that have changed are another service, which is appraised anew; a deal keeps the appraisal with which
/// it began.
public struct ServiceAppraisal: Hashable, Sendable, CanonicalValue {
  /// Where the evaluations came from.
  public enum Source: String, Sendable, CaseIterable, CanonicalValue {
    case directory
    /// What the directory had said when it was last seen; it does not answer now.
    case copy
    /// The shop brought them; evaluators sign what they say, so that it does not matter who brings it.
    case shop
    case nowhere
  }

  /// What the policy says.
  public enum Answer: String, Sendable, CaseIterable, CanonicalValue { case allow, ask, deny }

  /// How the terms stand with the owner.
  public enum Standing: String, Sendable, CaseIterable, CanonicalValue { case unevaluated, accepted, evaluated }

  public let service: Digest
  public let source: Source
  public let standing: Standing
  public let answer: Answer
  /// Why, for people, in English.
  public let reason: String
  /// Evaluations that count.
  public let says: [AppraisedEvaluation]
  /// How many of them it takes.
  public let quorum: Int
  /// What does not count.
  public let passed: [PassedEvaluation]
  /// Why the directory was of no use, with whose fault that is.
  public let problem: Refusal?
  /// The most that the owner can lose in any state.
  public let exposure: Money
  /// The service of the same name at the last deal with this seller, if that was another one.
  public let before: EarlierService?

  /// The worst that counts; `nil` where nothing does.
  public var grade: Grade? { says.map(\.grade).min() }

  /// Whether the owner has to say yes to this in person, also where the price alone would be paid without asking.
  public var isAsked: Bool {
    answer == .ask && (standing == .evaluated || before?.isWorse == true)
  }

  /// Refuses (`notEvaluated`, blame on us) what the policy denies.
  public func requirePermission() throws(Refusal) {
    guard answer != .deny else { throw Refusal(.notEvaluated, blame: .us, reason) }
  }

  init(
    service: Digest, source: Source, standing: Standing, answer: Answer, reason: String,
    says: [AppraisedEvaluation], quorum: Int, passed: [PassedEvaluation], problem: Refusal?, exposure: Money,
    before: EarlierService?
  ) {
    self.service = service
    self.source = source
    self.standing = standing
    self.answer = answer
    self.reason = reason
    self.says = says
    self.quorum = quorum
    self.passed = passed
    self.problem = problem
    self.exposure = exposure
    self.before = before
  }

  public var json: JSON {
    .fields([
      "answer": answer.json, "before": before?.json, "exposure": exposure.json, "passed": passed.json,
      "problem": problem?.json, "quorum": quorum.json, "reason": reason.json, "says": says.json,
      "service": service.json, "source": source.json, "standing": standing.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    answer = try fields.value("answer")
    before = try fields.optional("before")
    exposure = try fields.value("exposure")
    passed = try fields.value("passed")
    problem = try fields.optional("problem")
    quorum = try fields.value("quorum")
    reason = try fields.value("reason")
    says = try fields.value("says")
    service = try fields.value("service")
    source = try fields.value("source")
    standing = try fields.value("standing")
    try fields.close()
  }
}
