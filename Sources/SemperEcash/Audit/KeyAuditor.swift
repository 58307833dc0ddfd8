public import SemperArchive
import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperModel

/// An auditor's desk for key lists: it countersigns for each mint one list of each number, and shows the newest to anybody.
///
/// What it has countersigned is durable before it is given out, so that after a crash it signs nothing else in its place.
public struct KeyAuditor: Sendable {
  /// Mint and number → `AuditedKeyList`.
  private static let lists = RecordTable("auditor_lists")

  private let records: any Records
  private let key: SigningKey
  private let chain: [[UInt8]]
  private let address: Address

  /// - Parameters:
  ///   - chain: the certificate for the role of auditor (DER, leaf first); empty where auditors are known by their keys.
  ///   - address: where this auditor answers everybody.
  public init(records: any Records, key: SigningKey, chain: [[UInt8]], address: Address) {
    self.records = records
    self.key = key
    self.chain = chain
    self.address = address
  }

  /// Countersigns a mint's list; the same list gets the same word again.
  ///
  /// Refuses with `idReused` a second list of the same number, and with `notAsOffered` one that does not follow from the
  /// list before: whatever a mint wants to change, everybody sees it in the same order.
  public func countersign(
    _ signed: SignedStatement, of mint: PublicKey, now: Timestamp
  ) async throws -> AuditedKeyList {
    let list = try VerifiedStatement<MintKeyList>(verifying: signed, keys: KeySet([mint]))
    let content = list.content
    guard content.issued <= now.advanced(by: Span(seconds: 300)) else {
      throw Refusal(.notAsOffered, blame: .peer, "the key list is from the future; set the mint's clock")
    }
    let word = MintKeysAudit(
      auditor: key.publicKey, address: address, mint: content.mint, number: content.number, list: list.digest,
      issued: now)
    let made = AuditedKeyList(
      list: signed, audit: try SignedStatement(word, signedBy: [key], certificates: chain))
    return try await records.transact { transaction in
      let place = Self.place(content.mint, content.number)
      if let known = try Self.list(at: place, transaction) {
        guard known.list.digest == list.digest else {
          throw Refusal(.idReused, blame: .peer, "the mint has signed two key lists of number \(content.number)")
        }
        return known
      }
      if content.number > 0 {
        guard let before = try Self.list(at: Self.place(content.mint, content.number - 1), transaction) else {
          throw Refusal(
            .notAsOffered, blame: .peer, "the key list before number \(content.number) was never shown here")
        }
        try content.require(follows: VerifiedStatement(verifying: before.list, keys: KeySet([mint])))
      }
      _ = try transaction.insert(made.canonicalBytes, for: place, in: Self.lists)
      return made
    }
  }

  /// The newest list of a mint, the same for whoever asks; `nil` when there is none.
  public func newest(of mint: Thumbprint) async throws -> AuditedKeyList? {
    try await records.read { reader in
      var newest: [UInt8]?
      var last: [UInt8]?
      while true {
        let batch = try reader.list(Self.lists, prefix: mint.bytes, after: last, limit: 100)
        newest = batch.last?.value ?? newest
        last = batch.last?.key
        if batch.count < 100 { break }
      }
      return try newest.map(Self.read)
    }
  }

  private static func place(_ mint: Thumbprint, _ number: Int) -> [UInt8] {
    mint.bytes + withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) }
  }

  private static func list(at place: [UInt8], _ reader: any RecordReader) throws -> AuditedKeyList? {
    try reader.value(place, in: lists).map(read)
  }

  private static func read(_ bytes: [UInt8]) throws -> AuditedKeyList {
    try AuditedKeyList(canonicalBytes: bytes, limits: .statement(bytes: AuditedKeyList.largest))
  }
}
