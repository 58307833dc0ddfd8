import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTesting

/// One transfer with everybody's keys, and what each of them can sign.
struct TransferStand: Sendable {
  static let start = Instant.start
  static let options = (patience: Span(seconds: 600), life: Span(seconds: 3_600))

  let setting: TransferSetting
  let sender: SigningKey
  let agent: SigningKey
  /// Somebody else, who has sent a letter of its own to the same recipients.
  let other: SigningKey
  /// In the order of the manifest.
  let recipients: [(key: SigningKey, sealing: SealingKey)]
  let order: TransferOrder
  let othersOrder: TransferOrder
  /// What has been signed about other transfers: by the sender under another id, and by somebody else under its id.
  let elsewhere: [SignedStatement]

  init(_ setting: TransferSetting) throws {
    self.setting = setting
    func key(_ number: UInt8) throws -> SigningKey {
      try SigningKey(.ed25519, rawRepresentation: Array(repeating: number, count: 32))
    }
    sender = try key(51)
    agent = try key(52)
    other = try key(53)
    let all = try (0..<2).map { number in
      (
        key: try key(54 + UInt8(number)),
        sealing: try SealingKey(rawRepresentation: Array(repeating: 57 + UInt8(number), count: 32))
      )
    }.sorted { $0.key.thumbprint < $1.key.thumbprint }
    recipients = all
    order = try Self.order(setting, from: sender, to: Array(all.prefix(setting.recipients)), agent: agent, "a message")
    othersOrder = try Self.order(setting, from: other, to: Array(all.prefix(1)), agent: agent, "another's message")
    elsewhere = try [(othersOrder.id, sender), (order.id, other)].map { id, signer in
      let manifest = try TransferManifest(
        id: id, sender: signer.publicKey, recipients: [all[0].key.thumbprint], form: Designation("text"),
        package: "another message".documentDigest, length: 15, key: nil, asksReceipt: false, issued: Self.start,
        closes: Self.start.advanced(by: Self.options.life))
      return try SignedStatement(manifest, signedBy: [signer])
    }
  }

  private static func order(
    _ setting: TransferSetting, from sender: SigningKey, to recipients: [(key: SigningKey, sealing: SealingKey)],
    agent: SigningKey, _ text: String
  ) throws -> TransferOrder {
    var numbers = SeededNumbers(UInt64(text.count))
    return try TransferOrder(
      id: ID(using: &numbers), sender: sender.publicKey,
      recipients: recipients.map {
        TransferOrder.Recipient(key: $0.key.thumbprint, sealingKey: setting.isSealed ? $0.sealing.publicKey : nil)
      },
      package: TransferPackage(form: Designation("text"), bytes: Array(text.utf8)),
      options: TransferOptions(
        signsOrigin: setting.isSigned, isConfidential: setting.isSealed, asksReceipt: setting.asksReceipt,
        patience: options.patience, life: options.life),
      key: TransferKey(using: &numbers), agent: setting.hasAgent ? agent.thumbprint : nil)
  }

  static func time(_ isClosed: Bool) -> Timestamp {
    isClosed ? start.advanced(by: Span(seconds: options.life.seconds + 1)) : start
  }

  func isHonest(_ recipient: Int) -> Bool { setting.cheat != .recipient || recipient != 0 }

  // MARK: Tokens, also false ones

  func receipt(
    _ manifest: TransferManifest, by key: SigningKey, of package: Digest? = nil, transfer: Digest? = nil
  ) throws -> SignedStatement {
    try SignedStatement(
      TransferReceipt(
        transfer: transfer ?? manifest.digest, recipient: key.publicKey, package: package ?? manifest.package,
        received: Self.start), signedBy: [key])
  }

  func submission(_ transfer: Digest, to recipient: Thumbprint, by key: SigningKey) throws -> SignedStatement {
    try SignedStatement(
      TransferSubmission(transfer: transfer, recipient: recipient, agent: key.thumbprint, issued: Self.start),
      signedBy: [key])
  }

  func transport(_ transfer: Digest, to recipient: Thumbprint, by key: SigningKey) throws -> SignedStatement {
    try SignedStatement(
      TransferTransport(transfer: transfer, recipient: recipient, agent: key.thumbprint, issued: Self.start),
      signedBy: [key])
  }
}
