public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The arbiter's word on its log at a time: so many entries, with this root. It has what a C2SP tlog-checkpoint has
/// (origin, size, root), as a statement. Two of one size with different roots convict the arbiter.
public struct Checkpoint: StatementContent {
  public static let kind = StatementKind.checkpoint

  /// Whose log it is: the arbiter's signing key.
  public let log: Thumbprint
  public let head: LogHead
  public let issued: Timestamp
  /// While an arbiter that has just been started waits for a witness: what the cosignature must repeat, so that one from before the
  /// start is not good enough.
  public let start: Nonce?

  public init(log: Thumbprint, head: LogHead, issued: Timestamp, start: Nonce? = nil) {
    self.log = log
    self.head = head
    self.issued = issued
    self.start = start
  }

  public var signers: [Thumbprint] { [log] }
  public var json: JSON { .fields(["head": head.json, "iat": issued.json, "log": log.json, "start": start?.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    head = try fields.value("head")
    issued = try fields.value("iat")
    log = try fields.value("log")
    start = try fields.optional("start")
    try fields.close()
  }
}
