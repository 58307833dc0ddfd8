public import SemperCoding
public import SemperModel

/// Under what a registry keeps a credential: one exchange, one item in it, and whose failure decision turns it invalid.
///
/// The credential counts with the item's opening or the arbiter's resolution, as long as the registry does not call it
/// invalid. A failure turns it invalid for ever; time alone does nothing, and neither does an abort: its owner could open,
/// abort and keep both.
public struct StatusTerms: Hashable, Sendable, CanonicalValue {
  /// The exchange id h_T.
  public let exchange: Digest
  /// The credential's place in its owner's container.
  public let path: String
  /// The credential under `DigestPurpose.document`.
  public let credential: Digest
  public let issuer: Thumbprint
  /// The key whose decisions the registry obeys for this entry.
  public let arbiter: Thumbprint

  public init(exchange: Digest, path: String, credential: Digest, issuer: Thumbprint, arbiter: Thumbprint) {
    self.exchange = exchange
    self.path = path
    self.credential = credential
    self.issuer = issuer
    self.arbiter = arbiter
  }

  public var json: JSON {
    .fields([
      "arbiter": arbiter.json, "credential": credential.json, "exchange": exchange.json, "issuer": issuer.json,
      "path": path.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    arbiter = try fields.value("arbiter")
    credential = try fields.value("credential")
    exchange = try fields.value("exchange")
    issuer = try fields.value("issuer")
    path = try ItemPath.checked(fields.value("path"))
    try fields.close()
  }
}
