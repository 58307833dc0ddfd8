public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A delivery agent's word that it has taken a package for one recipient: the token of submission (NRS). It says
/// nothing of the recipient.
public struct TransferSubmission: StatementContent {
  public static let kind = StatementKind.transferSubmission

  /// The digest of the manifest.
  public let transfer: Digest
  public let recipient: Thumbprint
  public let agent: Thumbprint
  /// By the agent's clock.
  public let issued: Timestamp

  public init(transfer: Digest, recipient: Thumbprint, agent: Thumbprint, issued: Timestamp) {
    self.transfer = transfer
    self.recipient = recipient
    self.agent = agent
    self.issued = issued
  }

  public var signers: [Thumbprint] { [agent] }
  public var json: JSON {
    .fields(["agent": agent.json, "iat": issued.json, "recipient": recipient.json, "transfer": transfer.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    agent = try fields.value("agent")
    issued = try fields.value("iat")
    recipient = try fields.value("recipient")
    transfer = try fields.value("transfer")
    try fields.close()
  }
}
