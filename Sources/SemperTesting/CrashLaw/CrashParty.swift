public import SemperArchive

/// One party of a crash scenario: what its process does from start to end.
public struct CrashParty: Sendable {
  public let name: String
  let serves: Bool
  let run: @Sendable (InMemoryArchive) async throws -> Void

  /// A party whose process ends when its business is done, such as one that runs conversations.
  ///
  /// - Parameter run: what the process does, given its archive. It is started anew after each crash with what the
  /// archive
  ///   then holds, so it must find everything it needs to know there. It must end when its task is cancelled.
  public static func worker(
    _ name: String, run: @escaping @Sendable (InMemoryArchive) async throws -> Void
  ) -> CrashParty {
    CrashParty(name: name, serves: false, run: run)
  }

  /// A party that answers others, such as a mint: `start` installs what answers, and the process then waits until all
  /// workers have ended.
  public static func server(
    _ name: String, start: @escaping @Sendable (InMemoryArchive) async throws -> Void
  ) -> CrashParty {
    CrashParty(name: name, serves: true, run: start)
  }
}
