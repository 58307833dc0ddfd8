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

  public init(log: Thumbprint, head: LogHead, issued: Timestamp) {
    self.log = log
    self.head = head
    self.issued = issued
  }

  public var signers: [Thumbprint] { [log] }
  public var json: JSON { .fields(["head": head.json, "iat": issued.json, "log": log.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    head = try fields.value("head")
    issued = try fields.value("iat")
    log = try fields.value("log")
    try fields.close()
  }
}
