public import SemperCertification
public import SemperCoding
public import SemperModel

/// What an evaluator whom the owner trusts has said of a service, and stands by.
public struct AppraisedEvaluation: Hashable, Sendable, CanonicalValue {
  /// The statement's digest.
  public let evaluation: Digest
  /// What the owner calls the evaluator, or its certified name, or its key.
  public let evaluator: String
  /// The evaluator's key; `nil` for one that is certified, and in what was found out before keys were kept.
  public let key: Thumbprint?
  public let grade: Grade
  public let remarks: [LanguageTag: HumanText]
  public let expires: Timestamp

  init(_ counted: EvaluationVerdict.Counted, by evaluator: String) {
    evaluation = counted.digest
    self.evaluator = evaluator
    if case .key(let key) = counted.evaluator { self.key = key } else { key = nil }
    grade = counted.evaluation.grade
    remarks = counted.evaluation.remarks
    expires = counted.evaluation.expires
  }

  /// The remark in a language, else in English, else in any.
  public func remark(in language: String) -> HumanText? {
    for wanted in [language, "en"] {
      if let tag = try? LanguageTag(wanted), let remark = remarks[tag] { return remark }
    }
    return remarks.min { $0.key < $1.key }?.value
  }

  public var json: JSON {
    .fields([
      "evaluation": evaluation.json, "evaluator": evaluator.json, "expires": expires.json, "grade": grade.json,
      "key": key?.json, "remarks": LanguageTag.json(of: remarks),
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    evaluation = try fields.value("evaluation")
    evaluator = try fields.value("evaluator")
    expires = try fields.value("expires")
    grade = try fields.value("grade")
    key = try fields.optional("key")
    remarks = try LanguageTag.values(in: fields.value("remarks"))
    try fields.close()
  }
}
