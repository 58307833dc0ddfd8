public import SemperCoding
public import SemperModel

/// What an acquirer knows of one merchant's module.
public struct ModuleAccount: Hashable, Sendable, CanonicalValue {
  /// Whose account is credited.
  public let merchant: Thumbprint
  public let keyVersion: UInt8
  /// The batch collected last, and its root.
  public internal(set) var counter: UInt32 = 0
  public internal(set) var root: Digest?

  init(merchant: Thumbprint, keyVersion: UInt8) {
    self.merchant = merchant
    self.keyVersion = keyVersion
  }

  public var json: JSON {
    .fields([
      "counter": Int(counter).json, "keyVersion": Int(keyVersion).json, "merchant": merchant.json,
      "root": root?.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    counter = try fields.field("counter")
    keyVersion = try fields.field("keyVersion")
    merchant = try fields.value("merchant")
    root = try fields.optional("root")
    try fields.close()
  }
}
