public import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperModel

/// A third party that takes letters for recipients who do not answer, signs that it has them (NRS), brings them, and signs
/// that it has handed them over (NRT).
///
/// It sees manifests, and packages only where they are not sealed. It takes signed manifests only, and on the sender's
/// commission only, so that nobody can submit in another's name, or spoil what the sender is going to submit.
public struct DeliveryAgent: Sendable {
  static let table = RecordTable("agent_letters")
  private let records: any Records
  private let key: SigningKey

  public init(records: any Records, key: SigningKey) {
    self.records = records
    self.key = key
  }

  public var publicKey: PublicKey { key.publicKey }

  /// Takes a letter for the recipient of a commission and returns the token of submission. A repetition gets the same one,
  /// whoever brings it; the first commission of the sender's stands.
  ///
  /// Refuses a letter whose manifest is not signed or does not fit, a commission that is not its sender's to this agent,
  /// a transfer that has closed (`tooLate`), and with `idempotencyConflict` another envelope for a letter that it has.
  public func submit(
    _ letter: TransferLetter, on commission: SignedStatement, at now: Timestamp
  ) async throws -> SignedStatement {
    let manifest = try TransferVerifier.origin(of: letter, from: nil)
    let recipient = try TransferVerifier.commission(
      commission, of: letter, under: manifest, to: key.thumbprint
    ).recipient
    guard manifest.isOf(body: letter.body.bytes) else {
      throw Refusal(.goodsInvalid, blame: .peer, "the bytes are not those that the manifest names")
    }
    guard now <= manifest.closes else { throw Refusal(.tooLate, blame: .peer, "the transfer has closed") }
    let token = TransferSubmission(
      transfer: manifest.digest, recipient: recipient, agent: key.thumbprint, issued: now)
    let fresh = AgentEntry(
      letter: letter, commission: commission,
      submission: try VerifiedStatement(signing: token, with: [key]).signed, transport: nil, reply: nil)
    let id = Self.id(manifest.digest, recipient)
    let stored = try await records.transact { transaction in
      if try transaction.insert(fresh.canonicalBytes, for: id, in: Self.table) { return fresh }
      guard let bytes = try transaction.value(id, in: Self.table) else {
        preconditionFailure("a record vanished inside a serial transaction")
      }
      return try AgentEntry(canonicalBytes: bytes, limits: AgentEntry.limits)
    }
    guard stored.letter.envelope == letter.envelope else {
      throw Refusal(.idempotencyConflict, blame: .peer, "the letter was submitted before with another envelope")
    }
    return stored.submission
  }

  /// How far it has come. Refuses with `notFound` a letter that nobody has submitted.
  public func progress(of transfer: Digest, to recipient: Thumbprint) async throws -> DeliveryProgress {
    let entry = try await entry(of: transfer, to: recipient)
    return DeliveryProgress(transport: entry.transport, reply: entry.reply)
  }

  /// Where the sender says that a recipient is reached, if it says so. Refuses with `notFound` a letter that nobody has
  /// submitted.
  public func destination(of transfer: Digest, to recipient: Thumbprint) async throws -> String? {
    try await entry(of: transfer, to: recipient).commission.journalled(as: TransferCommission.self).destination
  }

  private func entry(of transfer: Digest, to recipient: Thumbprint) async throws -> AgentEntry {
    let id = Self.id(transfer, recipient)
    guard let bytes = try await records.read({ try $0.value(id, in: Self.table) }) else {
      throw Refusal(.notFound, blame: .peer, "nobody has submitted this letter here")
    }
    return try AgentEntry(canonicalBytes: bytes, limits: AgentEntry.limits)
  }

  /// Tries every letter once that has not been handed over and has not closed. Returns how many it handed over.
  public func handOver(over link: any TransferLink, at now: Timestamp) async throws -> Int {
    var count = 0
    var last: [UInt8]?
    while true {
      let after = last
      let found = try await records.read { try $0.list(Self.table, prefix: [], after: after, limit: 1) }
      guard let (id, bytes) = found.first else { return count }
      last = id
      let entry = try AgentEntry(canonicalBytes: bytes, limits: AgentEntry.limits)
      if try await handOver(entry, id, bytes, over: link, at: now) { count += 1 }
    }
  }

  private func handOver(
    _ entry: AgentEntry, _ id: [UInt8], _ stored: [UInt8], over link: any TransferLink, at now: Timestamp
  ) async throws -> Bool {
    let submission = entry.submission.journalled(as: TransferSubmission.self)
    let manifest = entry.letter.journalledManifest
    guard entry.transport == nil, now <= manifest.closes,
      let reply = try? await link.deliver(entry.letter, to: submission.recipient)
    else { return false }
    guard case .kept = reply, (try? TransferVerifier.reply(reply, to: manifest, from: submission.recipient)) != nil
    else {
      return false
    }
    let token = TransferTransport(
      transfer: manifest.digest, recipient: submission.recipient, agent: key.thumbprint, issued: now)
    let done = AgentEntry(
      letter: entry.letter, commission: entry.commission, submission: entry.submission,
      transport: try VerifiedStatement(signing: token, with: [key]).signed, reply: reply)
    return try await records.transact { transaction in
      try transaction.replace(stored, with: done.canonicalBytes, for: id, in: Self.table)
    }
  }

  private static func id(_ transfer: Digest, _ recipient: Thumbprint) -> [UInt8] { transfer.bytes + recipient.bytes }
}
