public import SemperCoding
public import SemperCryptography
public import SemperModel

/// An evaluator's verdict on one service, which it names by the digest of its terms (paper, section III.A: the certificates that
/// consumer organisations issue on fair commerce services).
///
/// Says with which checker the terms were examined and what its report was, so that anybody can run it again. Its protected
/// header carries the evaluator's certificate. It counts until it expires or the evaluator's status list withdraws it.
public struct Evaluation: StatementContent {
  public static let kind = StatementKind.evaluation
  static let longestChecker = 64

  /// The evaluator's key, which the statement brings along; whether anybody trusts it is for the verifier to say.
  public let evaluator: PublicKey
  public let service: Digest
  /// Name and version of the checker, such as `semper-check/1.0`.
  public let checker: String
  /// The digest of the checker's report.
  public let report: Digest
  public let grade: Grade
  public let remarks: [LanguageTag: HumanText]
  public let issued: Timestamp
  public let expires: Timestamp

  /// Refuses an expiry that is not after the issue, a checker's name that is not 1 to 64 printable ASCII characters, and more
  /// than 32 languages.
  public init(
    evaluator: PublicKey, service: Digest, checker: String, report: Digest, grade: Grade,
    remarks: [LanguageTag: HumanText] = [:], issued: Timestamp, expires: Timestamp
  ) throws(CodingError) {
    guard issued < expires else {
      throw CodingError(.outOfRange, "an evaluation expires after it was issued").inside("exp")
    }
    guard (1...Self.longestChecker).contains(checker.utf8.count),
      checker.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw CodingError(.wrongForm, "a checker is named like semper-check/1.0").inside("checker")
    }
    guard remarks.count <= LanguageTag.most else {
      throw CodingError(.tooMany, "there are at most \(LanguageTag.most) languages").inside("remarks")
    }
    self.evaluator = evaluator
    self.service = service
    self.checker = checker
    self.report = report
    self.grade = grade
    self.remarks = remarks
    self.issued = issued
    self.expires = expires
  }

  public static var largestPayload: Int { 256 << 10 }
  public var signers: [Thumbprint] { [evaluator.thumbprint] }
  public var introducedKeys: [PublicKey] { [evaluator] }
  public var json: JSON {
    .fields([
      "checker": checker.json, "evaluator": evaluator.json, "exp": expires.json, "grade": grade.json,
      "iat": issued.json, "remarks": LanguageTag.json(of: remarks), "report": report.json, "service": service.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let written: JSON = try fields.value("remarks")
    let remarks: [LanguageTag: HumanText]
    do { remarks = try LanguageTag.values(in: written) } catch { throw error.inside("remarks") }
    try self.init(
      evaluator: fields.value("evaluator"), service: fields.value("service"), checker: fields.value("checker"),
      report: fields.value("report"), grade: fields.value("grade"), remarks: remarks,
      issued: fields.value("iat"), expires: fields.value("exp"))
    try fields.close()
  }
}
