import SemperArchive
import Synchronization

/// An archive that somebody else uses too: once, between what is read and what is then written, the other one comes first.
final class SharedRecords: Records {
  private let records: any Records
  private let other: Mutex<(@Sendable () async throws -> Void)?>

  init(_ records: any Records, before other: @escaping @Sendable () async throws -> Void) {
    self.records = records
    self.other = Mutex(other)
  }

  func transact<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordTransaction) throws -> Result
  ) async throws -> Result {
    let other = other.withLock { other in
      defer { other = nil }
      return other
    }
    try await other?()
    return try await records.transact(body)
  }

  func read<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordReader) throws -> Result
  ) async throws -> Result {
    try await records.read(body)
  }
}
