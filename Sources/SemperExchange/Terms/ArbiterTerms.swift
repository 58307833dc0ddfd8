public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The one arbiter of an exchange, fixed in its header: the key that signs decisions, the key to which openings are
/// sealed with its epoch, and the policy both parties have read.
public struct ArbiterTerms: Hashable, Sendable, CanonicalValue {
  public let key: PublicKey
  public let sealingKey: SealingPublicKey
  public let epoch: Int
  public let policy: Digest

  public init(key: PublicKey, sealingKey: SealingPublicKey, epoch: Int, policy: Digest) {
    self.key = key
    self.sealingKey = sealingKey
    self.epoch = epoch
    self.policy = policy
  }

  public var json: JSON {
    .fields([
      "epoch": epoch.json, "key": key.json, "policy": policy.json, "seal": sealingKey.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    epoch = try fields.value("epoch")
    key = try fields.value("key")
    policy = try fields.value("policy")
    sealingKey = try fields.value("seal")
    try fields.close()
  }
}
