public import SemperModel

/// Where drivers get the time and wait for it to pass; machines never see it.
public protocol TimeSource: Sendable {
  /// The present, in UTC.
  func now() async -> Timestamp
  /// Returns at that time or later; throws `CancellationError` when the task is cancelled.
  func wait(until time: Timestamp) async throws
}
