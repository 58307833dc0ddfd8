public import SemperArchive
import SemperBank
import SemperCoding
public import SemperCryptography
public import SemperModel

/// A mint's books as they are handed to an auditor: everything that the mint decided by, and no private key.
public struct MintBooks: Sendable {
  private static let batch = 500
  private static let owner = RecordTable("mint_books")
  private static let ownerKey = Array("mint".utf8)
  private static let logs = [MintTables.lists, MintTables.log, MintTables.statements, Ledger.entryLog]
  private static let tables =
    [
      MintTables.spent, MintTables.issued, MintTables.requests, MintTables.operations, MintTables.locks,
      MintTables.refreshes, MintTables.audits,
    ] + Ledger.tables

  private let records: any Records
  /// The key that the books say is their mint's. Whether it is, whoever knows the mint has to compare.
  public let mint: PublicKey

  /// Opens books that were copied before; throws `ArchiveError` for an archive that holds none.
  public init(_ records: any Records) async throws {
    self.records = records
    guard let bytes = try await records.read({ try $0.value(Self.ownerKey, in: Self.owner) }) else {
      throw ArchiveError(.corrupt, "these are no books of a mint; have its bank write them anew")
    }
    mint = try PublicKey(canonicalBytes: bytes)
  }

  /// Copies a mint's books, as they are at one moment if nothing changes them meanwhile, into an empty archive.
  ///
  /// - Parameter source: the bank's records, which the mint must not be writing.
  public static func copy(_ source: any Records, of mint: PublicKey, to target: any Records) async throws {
    for log in logs {
      var next = 0
      while true {
        let first = next
        let entries = try await source.read { try $0.entries(of: log, from: first, limit: batch) }
        try await target.transact { transaction in
          for entry in entries { _ = try transaction.append(entry, to: log) }
        }
        next += entries.count
        if entries.count < batch { break }
      }
    }
    for table in tables {
      var last: [UInt8]?
      while true {
        let after = last
        let page = try await source.read { reader in
          try reader.list(table, prefix: [], after: after, limit: batch).map { Page(place: $0.key, value: $0.value) }
        }
        try await target.transact { transaction in
          for record in page { try transaction.set(record.value, for: record.place, in: table) }
        }
        last = page.last?.place
        if page.count < batch { break }
      }
    }
    let bytes = mint.canonicalBytes
    try await target.transact { try $0.set(bytes, for: ownerKey, in: owner) }
  }

  private struct Page: Sendable {
    let place: [UInt8]
    let value: [UInt8]
  }

  /// Judges the books by themselves, and by statements that were kept elsewhere.
  public func audit(seen: [SignedStatement] = []) async throws -> MintAudit {
    let mint = mint
    return try await records.read { reader in
      guard let keys = try Self.keys(of: mint, reader) else {
        throw ArchiveError(.corrupt, "the books hold no key list of their mint; have its bank write them anew")
      }
      return try MintAudit(reader, keys: keys, mint: mint, seen: seen)
    }
  }

  /// The newest key list of the books, signed by the mint.
  private static func keys(of mint: PublicKey, _ reader: any RecordReader) throws -> MintKeys? {
    let last = max(try reader.count(of: MintTables.lists) - 1, 0)
    guard let bytes = try reader.entries(of: MintTables.lists, from: last, limit: 1).first else { return nil }
    let signed = try SignedStatement(json: CanonicalJSON.parse(bytes, limits: .statement(bytes: 1 << 20)))
    return MintKeys(try VerifiedStatement(verifying: signed, keys: KeySet([mint])))
  }
}
