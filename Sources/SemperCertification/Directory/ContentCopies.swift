import SemperArchive

/// Copies of what was downloaded from a directory, by digest, for when it does not answer. Whether a copy still counts, what is trusted
/// of the directory says; here it is only found.
struct ContentCopies: Sendable {
  private static let table = RecordTable("directory_copy")
  /// More than anything that a service has; longer contents are downloaded each time.
  private static let longest = 1 << 20
  private static let most = 128

  let records: any Records

  func content(_ listed: ListedTarget) async throws -> [UInt8]? {
    try await records.read { try $0.value(Array(listed.hash.utf8), in: Self.table) }
  }

  /// Another copy makes place where there are too many: the one whose digest comes first, which nobody can choose.
  func keep(_ bytes: [UInt8], of listed: ListedTarget) async throws {
    let key = Array(listed.hash.utf8)
    guard bytes.count <= Self.longest, try await content(listed) != bytes else { return }
    try await records.transact { transaction in
      let kept = try transaction.list(Self.table, prefix: [], after: nil, limit: Self.most)
      if kept.count == Self.most, let first = kept.first { try transaction.remove(first.key, in: Self.table) }
      try transaction.set(bytes, for: key, in: Self.table)
    }
  }
}
