import SemperCoding
import SemperCryptography
import SemperModel
import SemperTesting

@testable import SemperExchange

/// A transfer with every key and letter at hand.
struct Parcel: Sendable {
  static let start = Timestamp(seconds: 1_795_000_000)

  let sender = SigningKey()
  let agent = SigningKey()
  let outsider = SigningKey()
  /// In the order of the manifest.
  let recipients: [(key: SigningKey, sealing: SealingKey)]
  let order: TransferOrder

  init(
    recipients count: Int = 2, options: TransferOptions = TransferOptions(), withAgent: Bool = false, seed: UInt64 = 3,
    text: String = "a message"
  ) throws {
    var numbers = SeededNumbers(seed)
    let keys = (0..<count).map { _ in (key: SigningKey(), sealing: SealingKey()) }
    recipients = keys.sorted { $0.key.thumbprint < $1.key.thumbprint }
    order = try TransferOrder(
      id: ID(using: &numbers), sender: sender.publicKey,
      recipients: recipients.map {
        TransferOrder.Recipient(key: $0.key.thumbprint, sealingKey: options.isConfidential ? $0.sealing.publicKey : nil)
      },
      package: Self.package(text), options: options, key: TransferKey(using: &numbers),
      agent: withAgent ? agent.thumbprint : nil)
  }

  static func package(_ text: String = "a message") throws -> TransferPackage {
    try TransferPackage(form: Designation("text"), bytes: Array(text.utf8))
  }

  static func manifest(from key: SigningKey, to recipients: [Thumbprint]) throws -> TransferManifest {
    var numbers = SeededNumbers(4)
    let bytes = Array("a message".utf8)
    return try TransferManifest(
      id: ID(using: &numbers), sender: key.publicKey, recipients: recipients, form: Designation("text"),
      package: Digest(of: bytes, for: .transferPackage), length: bytes.count, key: nil, asksReceipt: true,
      issued: start, closes: start.advanced(by: Span(seconds: 1000)))
  }

  /// What the sender's own code makes of the order.
  func prepared(at now: Timestamp = start) async throws -> PreparedTransfer {
    let performer = TransferSender(
      key: sender, link: NoLink(), agent: nil, time: FixedTime(now: now))
    let events = try await performer.perform(.prepare(order))
    guard case .prepared(let prepared)? = events.first else { preconditionFailure("prepare is answered by prepared") }
    return prepared
  }

  func letter(_ number: Int = 0) async throws -> TransferLetter { try await prepared().letter(number: number) }

  func receipt(_ number: Int, for manifest: TransferManifest) throws -> SignedStatement {
    let key = recipients[number].key
    return try VerifiedStatement(
      signing: TransferReceipt(
        transfer: manifest.digest, recipient: key.publicKey, package: manifest.package, received: Self.start),
      with: [key]
    ).signed
  }

  /// The sender's to a delivery agent, or somebody else's, or for something else.
  func commission(
    _ number: Int = 0, of letter: TransferLetter, by key: SigningKey? = nil, agent: Thumbprint? = nil,
    recipient: Thumbprint? = nil, transfer: Digest? = nil, envelope: ByteString? = nil, destination: String? = nil
  ) throws -> SignedStatement {
    let key = key ?? sender
    return try VerifiedStatement(
      signing: TransferCommission(
        transfer: transfer ?? letter.journalledManifest.digest, sender: key.publicKey,
        recipient: recipient ?? recipients[number].key.thumbprint, agent: agent ?? self.agent.thumbprint,
        envelope: envelope ?? letter.envelope, destination: destination, issued: Self.start), with: [key]
    ).signed
  }

  func submission(_ number: Int, of manifest: TransferManifest) throws -> SignedStatement {
    try VerifiedStatement(
      signing: TransferSubmission(
        transfer: manifest.digest, recipient: recipients[number].key.thumbprint, agent: agent.thumbprint,
        issued: Self.start), with: [agent]
    ).signed
  }

  func transport(_ number: Int, of manifest: TransferManifest) throws -> SignedStatement {
    try VerifiedStatement(
      signing: TransferTransport(
        transfer: manifest.digest, recipient: recipients[number].key.thumbprint, agent: agent.thumbprint,
        issued: Self.start), with: [agent]
    ).signed
  }
}
