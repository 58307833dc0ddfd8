public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A sender's commission to one delivery agent: take this letter to this recipient.
///
/// Others have the letter too – its recipient, the other recipients, whoever has read the line – and nobody but its sender
/// may say with which envelope and where to it is brought. Whoever brings a commission again brings the same one.
public struct TransferCommission: StatementContent {
  public static let kind = StatementKind.transferCommission
  static let longestDestination = 2_048

  /// The digest of the manifest.
  public let transfer: Digest
  public let sender: PublicKey
  public let recipient: Thumbprint
  public let agent: Thumbprint
  /// The letter's.
  public let envelope: ByteString?
  /// Where the recipient is reached, for an agent that does not know it by itself.
  public let destination: String?
  /// By the sender's clock.
  public let issued: Timestamp

  /// Refuses an envelope that no letter has, and a destination that is empty or of more than 2048 bytes.
  public init(
    transfer: Digest, sender: PublicKey, recipient: Thumbprint, agent: Thumbprint, envelope: ByteString?,
    destination: String?, issued: Timestamp
  ) throws(CodingError) {
    guard (envelope?.bytes.count ?? 0) <= TransferEnvelope.largest,
      destination.map({ (1...Self.longestDestination).contains($0.utf8.count) }) ?? true
    else {
      throw CodingError(.tooLarge, "a commission has the envelope of a letter, and a destination of bounded size")
    }
    self.transfer = transfer
    self.sender = sender
    self.recipient = recipient
    self.agent = agent
    self.envelope = envelope
    self.destination = destination
    self.issued = issued
  }

  public var signers: [Thumbprint] { [sender.thumbprint] }
  public var introducedKeys: [PublicKey] { [sender] }
  public var json: JSON {
    .fields([
      "agent": agent.json, "destination": destination?.json, "envelope": envelope?.json, "iat": issued.json,
      "recipient": recipient.json, "sender": sender.json, "transfer": transfer.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(
      transfer: fields.value("transfer"), sender: fields.value("sender"), recipient: fields.value("recipient"),
      agent: fields.value("agent"), envelope: fields.optional("envelope"), destination: fields.optional("destination"),
      issued: fields.value("iat"))
    try fields.close()
  }
}
