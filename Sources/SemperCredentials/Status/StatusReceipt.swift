public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The registry's signed word that it keeps a credential under these terms. Both parties and the arbiter judge a locked
/// credential by this and the issuer's statement alone.
public struct StatusReceipt: StatementContent {
  public static let kind = StatementKind.statusReceipt

  public let terms: StatusTerms
  /// The registry's key.
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
