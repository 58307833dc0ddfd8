public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What one party puts into the header of the exchange terms: its key for this exchange, a nonce, and the commitment to
/// its opening secret, all fixed before the first message.
public struct PartyTerms: Hashable, Sendable, CanonicalValue {
  public let key: PublicKey
  public let nonce: Nonce
  public let commitment: Digest

  public init(key: PublicKey, nonce: Nonce, commitment: Digest) {
    self.key = key
    self.nonce = nonce
    self.commitment = commitment
  }

  /// Commits a party to its secret: c_X binds role, key and nonce, so that nobody can pass it off as his own.
  public init(role: ExchangeRole, key: PublicKey, nonce: Nonce, secret: OpeningSecret) {
    self.init(
      key: key, nonce: nonce, commitment: Self.commitment(role: role, key: key, nonce: nonce, secret: secret))
  }

  /// Whether this is the secret that the party committed to.
  public func isOpened(by secret: OpeningSecret, as role: ExchangeRole) -> Bool {
    Self.commitment(role: role, key: key, nonce: nonce, secret: secret) == commitment
  }

  private static func commitment(
    role: ExchangeRole, key: PublicKey, nonce: Nonce, secret: OpeningSecret
  ) -> Digest {
    let committed: JSON = .fields([
      "key": key.thumbprint.json, "nonce": nonce.json, "role": role.json, "secret": secret.json,
    ])
    return Digest(of: committed.canonicalBytes, for: .commitment)
  }

  public var json: JSON {
    .fields(["commitment": commitment.json, "key": key.json, "nonce": nonce.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    key = try fields.value("key")
    nonce = try fields.value("nonce")
    commitment = try fields.value("commitment")
    try fields.close()
  }
}
