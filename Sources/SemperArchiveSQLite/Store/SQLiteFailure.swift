import GRDB
import SemperArchive
import SemperEngine

/// What the database says, in the words of the archive.
enum SQLiteFailure {
  /// The error as callers know it; what a transaction's body threw is passed on as it is.
  static func archiveError(_ error: any Error) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    switch error.resultCode.primaryResultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return ArchiveError(.corrupt, "the archive's file is damaged (\(text(error))); restore the home from its backup")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return ArchiveError(.busy, "another program holds the archive's file (\(text(error))); stop it and try again")
    case .SQLITE_FULL:
      return ArchiveError(.unavailable, "the disk is full (\(text(error))); free some space and start again")
    default:
      return ArchiveError(.unavailable, "the archive's file could not be used (\(text(error)))")
    }
  }

  /// The same for a journal.
  static func journalError(_ error: any Error) -> any Error {
    guard let error = archiveError(error) as? ArchiveError else { return error }
    return JournalError(error.code == .corrupt ? .corrupt : .unavailable, error.message)
  }

  /// Without the statement and its arguments, which may be secret.
  static func text(_ error: DatabaseError) -> String {
    "\(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
  }
}
