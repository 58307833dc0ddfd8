import SemperArchive
import SemperEngine
import SemperModel
import Synchronization

/// Where the ledger of a test can be reached at present.
final class LedgerAddress: Sendable {
  private static let table = RecordTable("postings")
  private let records = Mutex<(any Records)?>(nil)

  func open(_ records: any Records) { self.records.withLock { $0 = records } }

  /// Posts once, however often it has to be asked.
  func post(_ number: UInt8, patiently time: VirtualTime) async throws {
    while true {
      do {
        guard let records = records.withLock({ $0 }) else { throw Market.Unreachable() }
        _ = try await records.transact { try $0.insert([], for: [number], in: Self.table) }
        return
      } catch {
        try await time.wait(until: time.now().advanced(by: Span(seconds: 1)))
      }
    }
  }

  func postings() async throws -> Int {
    try await records.withLock { $0 }?.read { try $0.list(Self.table, prefix: [], after: nil, limit: 9).count } ?? 0
  }
}
