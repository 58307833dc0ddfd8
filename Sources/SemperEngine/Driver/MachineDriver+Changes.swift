public import SemperModel

extension MachineDriver {
  /// Whether the machine changes before a deadline: waits for the first of the two. Throws what `change(after:)` throws.
  public nonisolated func changes(
    after revision: Int, until deadline: Timestamp, by time: any TimeSource
  ) async throws -> Bool {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        try await self.change(after: revision)
        return true
      }
      group.addTask {
        try await time.wait(until: deadline)
        return false
      }
      defer { group.cancelAll() }
      return try await group.next() ?? false
    }
  }
}
