public import SemperCoding
public import SemperCryptography
public import SemperModel
import SemperStatements

/// What is known of a document beyond its digest: its kind and who has signed it.
public struct DocumentParticulars: Hashable, Sendable, CanonicalValue {
  static let mostSigners = 64
  public let kind: Designation
  /// In the order of their texts, each once.
  public let signers: [Thumbprint]

  /// Refuses more signers than a statement may have.
  public init(kind: Designation, signers: [Thumbprint]) throws(CodingError) {
    guard signers.count <= Self.mostSigners else {
      throw CodingError(.tooMany, "a document has at most \(Self.mostSigners) signers")
    }
    self.kind = kind
    self.signers = Set(signers).sorted()
  }

  /// Of a document that is itself a statement. Its signatures must have been verified.
  public init<Content: StatementContent>(_ statement: VerifiedStatement<Content>) throws(CodingError) {
    try self.init(kind: Designation(Content.kind.rawValue), signers: statement.signed.signers)
  }

  public var json: JSON { .fields(["kind": kind.json, "signers": signers.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let signers: [Thumbprint] = try fields.value("signers")
    try self.init(kind: fields.value("kind"), signers: signers)
    try fields.close()
    guard signers == self.signers else { throw CodingError(.notCanonical, "signers are sorted, each once") }
  }
}
