public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A witness's word that it has seen a log grow to this head, each time as an extension of what it had seen before. It
/// says nothing about whether the decisions are right.
public struct Cosignature: StatementContent {
  public static let kind = StatementKind.cosignature

  public let log: Thumbprint
  public let head: LogHead
  public let witness: PublicKey
  public let issued: Timestamp
  /// The checkpoint's, where it asks for that.
  public let start: Nonce?

  public init(log: Thumbprint, head: LogHead, witness: PublicKey, issued: Timestamp, start: Nonce? = nil) {
    self.log = log
    self.head = head
    self.witness = witness
    self.issued = issued
    self.start = start
  }

  public var signers: [Thumbprint] { [witness.thumbprint] }
  public var introducedKeys: [PublicKey] { [witness] }
  public var json: JSON {
    .fields(["head": head.json, "iat": issued.json, "key": witness.json, "log": log.json, "start": start?.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    head = try fields.value("head")
    issued = try fields.value("iat")
    witness = try fields.value("key")
    log = try fields.value("log")
    start = try fields.optional("start")
    try fields.close()
  }
}
