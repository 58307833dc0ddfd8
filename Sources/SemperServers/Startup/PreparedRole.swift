/// A role that has been prepared for its address: what it says of itself, and its long-running work.
struct PreparedRole: Sendable {
  let word: RoleWord
  let work: @Sendable () async throws -> Void

  /// Works and keeps its word until the task is cancelled, or until the work ends or fails.
  func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await word.keep() }
      group.addTask { try await work() }
      try await group.next()
      group.cancelAll()
    }
  }
}
