/// How much the committer has done since it was opened.
public struct CommitStatistics: Sendable, Equatable {
  /// Operations that were committed, also those that were rolled back alone.
  public internal(set) var operations = 0
  /// Commits that carried them to the disk.
  public internal(set) var commits = 0
}
