/// One world of a crash law: its parties, and how one tells how it ended.
public struct CrashScenario<End: Sendable>: Sendable {
  public let parties: [CrashParty]
  let end: @Sendable () async throws -> End

  /// - Parameter end: looks at the world when all workers have ended. It can use what the parties left outside of their
  ///   processes (ledgers, files, delivered goods) and what their last process reported.
  public init(_ parties: [CrashParty], end: @escaping @Sendable () async throws -> End) {
    self.parties = parties
    self.end = end
  }
}
