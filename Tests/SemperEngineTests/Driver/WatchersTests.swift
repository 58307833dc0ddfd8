import Testing

@testable import SemperEngine

@Suite struct WatchersTests {
  let watchers = Watchers()

  /// What changes between somebody's look and its waiting must not be missed: nothing may change ever again.
  @Test func aChangeBeforeTheWaitingIsNotLost() async throws {
    let seen = watchers.wakings
    watchers.wake()
    try await watchers.wait(after: seen)
  }

  @Test func whoeverIsCancelledWaitsNoMore() async {
    let task = Task { try await watchers.wait(after: watchers.wakings) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
