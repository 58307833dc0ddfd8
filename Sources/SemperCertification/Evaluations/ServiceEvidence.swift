public import SemperCoding
public import SemperCryptography
import SemperModel

/// A package with what evaluators say of it, as somebody hands it on who is trusted for nothing, such as the seller itself. All of it is
/// signed by others, so that it does not matter who brings it; that it is the newest, only a directory can show.
public struct ServiceEvidence: Hashable, Sendable, CanonicalValue {
  public static let version = 1
  /// In bytes.
  public static let largest = 1 << 20
  static let most = 16

  public let package: UnverifiedPackage
  public let evaluations: [SignedStatement]
  public let statuses: [SignedStatement]

  /// Refuses statements of other kinds, and more than 16 of them.
  public init(package: UnverifiedPackage, statements: [SignedStatement]) throws(CodingError) {
    guard statements.count <= Self.most else {
      throw CodingError(.tooMany, "at most \(Self.most) statements of evaluators are handed on").inside("statements")
    }
    guard statements.allSatisfy({ [.evaluation, .evaluationStatus].contains($0.kind) }) else {
      throw CodingError(.outOfRange, "evaluators sign evaluations and status lists").inside("statements")
    }
    self.package = package
    evaluations = statements.filter { $0.kind == .evaluation }
    statuses = statements.filter { $0.kind == .evaluationStatus }
  }

  public var json: JSON {
    .fields(["package": package.json, "statements": (evaluations + statuses).json, "v": Self.version.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let package: UnverifiedPackage = try fields.value("package")
    let statements: [SignedStatement] = try fields.value("statements")
    let version: Int = try fields.value("v")
    try fields.close()
    guard version == Self.version else {
      throw CodingError(.outOfRange, "evidence of version \(version) is not known here").inside("v")
    }
    try self.init(package: package, statements: statements)
  }
}
