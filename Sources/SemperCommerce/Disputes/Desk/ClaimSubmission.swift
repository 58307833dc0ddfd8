public import SemperCoding
public import SemperCryptography

/// A claim or an answer to one as it goes to the arbiter, with the evidence that its author discloses.
public struct ClaimSubmission: Hashable, Sendable, CanonicalValue {
  public static let limits = DecodingLimits(bytes: 1 << 20, members: 20_000)

  public let statement: SignedStatement
  public let evidence: EvidenceBundle?

  public init(_ statement: SignedStatement, disclosing evidence: EvidenceBundle?) {
    self.statement = statement
    self.evidence = evidence
  }

  public var json: JSON { .fields(["evidence": evidence?.json, "statement": statement.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    evidence = try fields.optional("evidence")
    statement = try fields.value("statement")
    try fields.close()
  }
}
