public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What a sender says of one transfer: who sends which package to whom, and what is asked for. Signed, it is the token of
/// origin (NRO); its digest is the same whether or not it is signed, and receipts name it.
///
/// All recipients see the list of recipients. Who must not appear in it gets a transfer of its own.
public struct TransferManifest: StatementContent {
  public static let kind = StatementKind.transfer
  public static let mostRecipients = 64

  public let id: ID<Transfer>
  /// May be a key for this transfer only; nothing else names the sender.
  public let sender: PublicKey
  /// In the order of their texts, each once.
  public let recipients: [Thumbprint]
  public let form: Designation
  /// Of the bytes as they travel, under `transfer-package`.
  public let package: Digest
  /// How many bytes travel.
  public let length: Int
  /// The digest of the key of a sealed package; `nil` for one that is not confidential.
  public let key: Digest?
  /// Whether each recipient is asked for a signed receipt.
  public let asksReceipt: Bool
  public let issued: Timestamp
  /// After this time the sender tries no more, and nobody needs to answer.
  public let closes: Timestamp

  /// Refuses no recipient or more than 64, a recipient twice, the sender among them, and a length out of bounds.
  public init(
    id: ID<Transfer>, sender: PublicKey, recipients: [Thumbprint], form: Designation, package: Digest, length: Int,
    key: Digest?, asksReceipt: Bool, issued: Timestamp, closes: Timestamp
  ) throws(CodingError) {
    guard (1...Self.mostRecipients).contains(recipients.count), Set(recipients).count == recipients.count,
      !recipients.contains(sender.thumbprint)
    else {
      throw CodingError(.tooMany, "a transfer has 1 to \(Self.mostRecipients) recipients, each once, not the sender")
    }
    guard (1...TransferLetter.largestBody).contains(length), closes > issued else {
      throw CodingError(.outOfRange, "a transfer carries a package of bounded size and closes after it was issued")
    }
    self.id = id
    self.sender = sender
    self.recipients = recipients.sorted()
    self.form = form
    self.package = package
    self.length = length
    self.key = key
    self.asksReceipt = asksReceipt
    self.issued = issued
    self.closes = closes
  }

  public var signers: [Thumbprint] { [sender.thumbprint] }
  public var introducedKeys: [PublicKey] { [sender] }

  /// Whether these bytes are what travels, and, where a key is given, what it is sealed with.
  func isOf(body: [UInt8]) -> Bool { body.count == length && Digest(of: body, for: .transferPackage) == package }

  public var json: JSON {
    .fields([
      "asksReceipt": asksReceipt.json, "closes": closes.json, "form": form.json, "iat": issued.json, "id": id.json,
      "key": key?.json, "length": length.json, "package": package.json, "recipients": recipients.json,
      "sender": sender.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let recipients: [Thumbprint] = try fields.value("recipients")
    try self.init(
      id: fields.value("id"), sender: fields.value("sender"), recipients: recipients, form: fields.value("form"),
      package: fields.value("package"), length: fields.value("length"), key: fields.optional("key"),
      asksReceipt: fields.value("asksReceipt"), issued: fields.value("iat"), closes: fields.value("closes"))
    try fields.close()
    guard recipients == self.recipients else { throw CodingError(.notCanonical, "recipients are sorted") }
  }
}
