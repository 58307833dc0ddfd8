public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The registry's signed word that a credential is invalid from now on. A repetition gets the same statement.
public struct StatusOutcome: StatementContent {
  public static let kind = StatementKind.statusOutcome

  public let terms: StatusTerms
  public let registry: Thumbprint
  public let issued: Timestamp

  public init(terms: StatusTerms, registry: Thumbprint, issued: Timestamp) {
    self.terms = terms
    self.registry = registry
    self.issued = issued
  }

  public var signers: [Thumbprint] { [registry] }
  public var json: JSON {
    .fields(["iat": issued.json, "registry": registry.json, "terms": terms.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    issued = try fields.value("iat")
    registry = try fields.value("registry")
    terms = try fields.value("terms")
    try fields.close()
  }
}
