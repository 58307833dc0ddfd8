struct InMemoryRecords: Records {
  let process: InMemoryProcess

  func transact<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordTransaction) throws -> Result
  ) async throws -> Result {
    try process.transact(body)
  }

  func read<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordReader) throws -> Result
  ) async throws -> Result {
    // On a copy, so that a slow reader holds nobody up.
    try body(InMemoryTransaction(process.read { content in content }))
  }
}
