import SemperModel
import Synchronization

/// Follows one operation from change to change.
final class PaymentWatch: Sendable {
  private let desk: PaymentDesk
  private let id: PaymentID
  /// The revision that was told last; `nil` before the first, -1 after the last.
  private let seen = Mutex<Int?>(nil)

  init(desk: PaymentDesk, id: PaymentID) {
    self.desk = desk
    self.id = id
  }

  /// The next record; `nil` when it is over and that has been told.
  func next() async throws -> PaymentRecord? {
    let seen = seen.withLock { $0 }
    if seen == -1 { return nil }
    guard let payment = desk.running(id) else { return try await last() }
    var (record, revision) = await payment.current()
    if revision == seen || record == nil {
      do {
        try await payment.change(after: revision)
      } catch is CancellationError where !Task.isCancelled {
        return try await last()
      }
      (record, revision) = await payment.current()
    }
    self.seen.withLock { $0 = record?.state.isOver == true ? -1 : revision }
    return record
  }

  private func last() async throws -> PaymentRecord? {
    seen.withLock { $0 = -1 }
    return try await desk.record(of: id)
  }
}
