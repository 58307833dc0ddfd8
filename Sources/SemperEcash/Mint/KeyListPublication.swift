public import SemperArchive
import SemperCoding
public import SemperCryptography
import SemperModel
import Synchronization

/// What a mint publishes of its key lists: only such as an auditor has countersigned.
///
/// The auditor's words are kept beside the lists, so that a mint that starts while its auditor is away shows what it showed.
public final class KeyListPublication: Sendable {
  private let records: any Records
  private let shown = Mutex<AuditedKeyList?>(nil)

  public init(records: any Records) { self.records = records }

  /// What wallets are shown; `nil` while no auditor has seen any list.
  public var current: AuditedKeyList? { shown.withLock(\.self) }

  /// The lists that no auditor has countersigned yet, oldest first.
  public func pending() async throws -> [SignedStatement] {
    try await records.read { reader in
      try reader.entries(of: MintTables.lists, from: 0, limit: 10_000).map { try SignedStatement(bytes: $0) }
        .filter { try reader.value($0.digest.bytes, in: MintTables.audits) == nil }
    }
  }

  /// Keeps an auditor's word on one of the mint's own lists. Whether it is an auditor that wallets believe, they judge.
  public func keep(_ audited: AuditedKeyList) async throws {
    let word = try VerifiedStatement<MintKeysAudit>(verifying: audited.audit, keys: KeySet()).content
    guard word.list == audited.list.digest else {
      throw Refusal(.wrongSigner, blame: .provider, "the auditor's word is about another key list")
    }
    let (place, bytes) = (word.list.bytes, audited.audit.canonicalBytes)
    try await records.transact { try $0.set(bytes, for: place, in: MintTables.audits) }
    try await load()
  }

  /// Shows the newest list that has been countersigned.
  public func load() async throws {
    let newest = try await records.read { reader -> AuditedKeyList? in
      let count = try reader.count(of: MintTables.lists)
      for number in stride(from: count - 1, through: 0, by: -1) {
        guard let bytes = try reader.entries(of: MintTables.lists, from: number, limit: 1).first else { continue }
        let list = try SignedStatement(bytes: bytes)
        guard let audit = try reader.value(list.digest.bytes, in: MintTables.audits) else { continue }
        return AuditedKeyList(list: list, audit: try SignedStatement(bytes: audit))
      }
      return nil
    }
    shown.withLock { $0 = newest }
  }
}
