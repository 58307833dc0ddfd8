public import SemperCoding
public import SemperCryptography
public import SemperModel

/// All that a sender has decided and drawn for one transfer, journalled before anything is used.
public struct TransferOrder: Hashable, Sendable, CanonicalValue {
  /// Whom to send to; the sealing key is needed for a confidential package.
  public struct Recipient: Hashable, Sendable, CanonicalValue {
    public let key: Thumbprint
    public let sealingKey: SealingPublicKey?

    public init(key: Thumbprint, sealingKey: SealingPublicKey?) {
      self.key = key
      self.sealingKey = sealingKey
    }

    public var json: JSON { .fields(["key": key.json, "seal": sealingKey?.json]) }

    public init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      key = try fields.value("key")
      sealingKey = try fields.optional("seal")
      try fields.close()
    }
  }

  public let id: ID<Transfer>
  public let sender: PublicKey
  public let recipients: [Recipient]
  public let package: TransferPackage
  public let options: TransferOptions
  /// Seals the package, if it is confidential.
  public let key: TransferKey
  /// The delivery agent that takes letters to recipients who keep silent.
  public let agent: Thumbprint?

  /// Refuses recipients that a manifest refuses, and a confidential package for one that has no sealing key.
  public init(
    id: ID<Transfer>, sender: PublicKey, recipients: [Recipient], package: TransferPackage, options: TransferOptions,
    key: TransferKey, agent: Thumbprint?
  ) throws(CodingError) {
    guard (1...TransferManifest.mostRecipients).contains(recipients.count),
      Set(recipients.map(\.key)).count == recipients.count, !recipients.contains(where: { $0.key == sender.thumbprint })
    else {
      throw CodingError(
        .tooMany, "a transfer has 1 to \(TransferManifest.mostRecipients) recipients, each once, not the sender")
    }
    guard !options.isConfidential || recipients.allSatisfy({ $0.sealingKey != nil }) else {
      throw CodingError(.missing, "a confidential package needs a sealing key of each recipient")
    }
    self.id = id
    self.sender = sender
    self.recipients = recipients.sorted { $0.key < $1.key }
    self.package = package
    self.options = options
    self.key = key
    self.agent = agent
  }

  /// The bytes as they travel; the same each time.
  func body() throws(CryptographyError) -> [UInt8] {
    options.isConfidential ? try key.seal(package.bytes, for: id) : package.bytes
  }

  /// The manifest of a transfer that begins now.
  func manifest(at now: Timestamp) throws -> TransferManifest {
    let body = try body()
    return try TransferManifest(
      id: id, sender: sender, recipients: recipients.map(\.key), form: package.form,
      package: Digest(of: body, for: .transferPackage), length: body.count,
      key: options.isConfidential ? key.digest : nil, asksReceipt: options.asksReceipt, issued: now,
      closes: now.advanced(by: options.life))
  }

  public var json: JSON {
    .fields([
      "agent": agent?.json, "id": id.json, "key": key.json, "options": options.json, "package": package.json,
      "recipients": recipients.json, "sender": sender.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(
      id: fields.value("id"), sender: fields.value("sender"), recipients: fields.value("recipients"),
      package: fields.value("package"), options: fields.value("options"), key: fields.value("key"),
      agent: fields.optional("agent"))
    try fields.close()
  }
}
