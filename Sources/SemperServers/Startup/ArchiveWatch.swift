import SemperArchiveSQLite
import ServiceLifecycle

/// Ends a role whose archive takes nothing more: only a new start can tell what the disk then holds, and a role that
/// cannot write must not look as if it were at work.
struct ArchiveWatch: Service, CustomStringConvertible {
  let archive: SQLiteArchive

  /// For the log of whoever runs it, which prints it at its finest level.
  var description: String { "archive watch" }

  /// Returns when the role is stopped; throws what made the archive close for good.
  func run() async throws {
    for await failure in archive.failures().cancelOnGracefulShutdown() { throw failure }
  }
}
