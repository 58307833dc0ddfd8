public import SemperCoding
import SemperCryptography
public import SemperModel

/// A coin: the mint's signature over a spending key that the mint never saw.
///
/// Whoever holds the private spending key can spend it, once. A request that spends it is signed by that key as a whole, so
/// a coin on its way cannot be turned to another purpose.
public struct Coin: Hashable, Sendable, CanonicalValue {
  /// The denomination key.
  public let key: Digest
  public let spend: PublicKey
  /// The mint's unblinded signature over `digest`.
  public let signature: [UInt8]
  /// The thumbprint of the spending key.
  public let owner: Thumbprint
  /// The message that the mint signed, which also names the coin.
  public let digest: Digest

  public init(key: Digest, spend: PublicKey, signature: [UInt8]) {
    self.key = key
    self.spend = spend
    self.signature = signature
    owner = spend.thumbprint
    digest = Self.digest(key: key, owner: owner)
  }

  /// What a coin's signature covers: the canonical JSON of denomination key and spending key.
  public static func digest(key: Digest, owner: Thumbprint) -> Digest {
    let content: JSON = .fields(["key": key.json, "spend": owner.json])
    return Digest(of: CanonicalJSON.encode(content), for: .coin)
  }

  public var json: JSON {
    .fields(["key": key.json, "signature": ByteString(signature).json, "spend": spend.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let signature: ByteString = try fields.value("signature")
    try self.init(key: fields.value("key"), spend: fields.value("spend"), signature: signature.bytes)
    try fields.close()
  }
}
