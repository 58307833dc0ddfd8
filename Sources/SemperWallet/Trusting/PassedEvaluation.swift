public import SemperCoding
public import SemperModel

/// Something that an evaluator is said to have said, and that does not count.
public struct PassedEvaluation: Hashable, Sendable, CanonicalValue {
  /// The evaluation's digest, or the evaluator's name in the directory where there is none to be read.
  public let what: String
  public let why: Refusal

  init(_ what: String, why: Refusal) {
    self.what = what
    self.why = why
  }

  public var json: JSON { .fields(["what": what.json, "why": why.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    what = try fields.value("what")
    why = try fields.value("why")
    try fields.close()
  }
}
