import SemperArchive

extension Records {
  /// Keeps what is to leave, before it leaves. What was kept under the same key before stands, and is what has to be said again.
  func first(_ bytes: [UInt8], for key: [UInt8], in table: RecordTable) async throws -> [UInt8] {
    try await transact { transaction in
      if let known = try transaction.value(key, in: table) { return known }
      _ = try transaction.insert(bytes, for: key, in: table)
      return bytes
    }
  }
}
