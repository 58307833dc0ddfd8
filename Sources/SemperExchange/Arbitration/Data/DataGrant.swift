public import SemperCoding
public import SemperModel
public import SemperStatements

/// The arbiter's leave for one party of one exchange: which ciphertexts it may bring and fetch, and until when. Nothing
/// is signed: it is worth something at this arbiter only.
public struct DataGrant: Hashable, Sendable, CanonicalValue {
  /// Unguessable. Whoever has it may do what the party may, so it is kept like a password.
  public let token: Nonce
  /// Every ciphertext that the two commitments name.
  public let ciphertexts: [LockedData]
  /// When the arbiter removes them.
  public let expires: Timestamp

  public init(token: Nonce, ciphertexts: [LockedData], expires: Timestamp) {
    self.token = token
    self.ciphertexts = ciphertexts
    self.expires = expires
  }

  public var json: JSON {
    .fields(["ciphertexts": ciphertexts.json, "expires": expires.json, "token": token.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    ciphertexts = try fields.value("ciphertexts")
    expires = try fields.value("expires")
    token = try fields.value("token")
    try fields.close()
  }
}
