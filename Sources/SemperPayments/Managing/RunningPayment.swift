import SemperCryptography
import SemperModel

/// An operation that is under way, whatever its payment system.
protocol RunningPayment: Sendable {
  var id: PaymentID { get }
  /// Runs it to its end, or until the task is cancelled.
  func run() async throws -> PaymentRecord
  /// The durable record with its revision; `nil` before the journal was read.
  func current() async -> (record: PaymentRecord?, revision: Int)
  /// Returns at the next change; throws `CancellationError` when there will be none.
  func change(after revision: Int) async throws
  func take(_ token: SignedStatement) async throws
  func cancel(_ why: Refusal) async throws
}
