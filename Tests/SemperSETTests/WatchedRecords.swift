import SemperArchive

/// Records of which a test is told before each transaction. What it throws keeps the transaction from being.
struct WatchedRecords: Records {
  let records: any Records
  let before: @Sendable () async throws -> Void

  func transact<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordTransaction) throws -> Result
  ) async throws -> Result {
    try await before()
    return try await records.transact(body)
  }

  func read<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordReader) throws -> Result
  ) async throws -> Result {
    try await records.read(body)
  }
}
