public import SemperCoding
import SemperCryptography
public import SemperModel

/// A coin: the mint's signature over a spending key that the mint never saw.
///
/// Whoever holds the private spending key can spend it, once. A request that spends it is signed by that key as a whole, so
/// a coin on its way cannot be turned to another purpose.
///
/// A sealed coin is different: the mint's signature covers the terms of a lock too, and only who these entitle can have it, whoever
/// holds the spending key (`SealedPayment`).
public struct Coin: Hashable, Sendable, CanonicalValue {
  /// The denomination key.
  public let key: Digest
  public let spend: PublicKey
  /// The mint's unblinded signature over `digest`.
  public let signature: [UInt8]
  /// The digest of the terms that the coin is for; `nil` for one that is its holder's.
  public let seal: Digest?
  /// The thumbprint of the spending key.
  public let owner: Thumbprint
  /// The message that the mint signed, which also names the coin.
  public let digest: Digest

  public init(key: Digest, spend: PublicKey, signature: [UInt8], seal: Digest? = nil) {
    self.key = key
    self.spend = spend
    self.signature = signature
    self.seal = seal
    owner = spend.thumbprint
    digest = Self.digest(key: key, owner: owner, seal: seal)
  }

  /// What a coin's signature covers: the canonical JSON of denomination key and spending key, and of the
  /// seal where there is one.
  public static func digest(key: Digest, owner: Thumbprint, seal: Digest? = nil) -> Digest {
    let content: JSON = .fields(["key": key.json, "seal": seal?.json, "spend": owner.json])
    return Digest(of: CanonicalJSON.encode(content), for: .coin)
  }

  public var json: JSON {
    .fields([
      "key": key.json, "seal": seal?.json, "signature": ByteString(signature).json, "spend": spend.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let signature: ByteString = try fields.value("signature")
    try self.init(
      key: fields.value("key"), spend: fields.value("spend"), signature: signature.bytes,
      seal: fields.optional("seal"))
    try fields.close()
  }
}
