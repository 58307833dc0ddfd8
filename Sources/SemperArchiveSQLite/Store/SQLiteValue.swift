import Foundation
import GRDB
import SemperArchive
import SemperModel

/// Our values in columns, and back. What a column cannot be read as was not written by us.
enum SQLiteValue {
  static func data(_ bytes: [UInt8]) -> Data { Data(bytes) }

  static func bytes(_ row: Row, _ column: Int) -> [UInt8] {
    (row[column] as Data?).map(Array.init) ?? []
  }

  static func digest(_ row: Row, _ column: Int) throws -> Digest { try digest(bytes(row, column)) }

  static func digest(_ bytes: [UInt8]) throws -> Digest {
    do { return try Digest(bytes: bytes) } catch { throw damaged("a digest") }
  }

  static func timestamp(_ seconds: Int64) throws -> Timestamp {
    guard (-62_135_596_800...253_402_300_799).contains(seconds) else { throw damaged("a time") }
    return Timestamp(seconds: seconds)
  }

  static func damaged(_ what: String) -> ArchiveError {
    ArchiveError(.corrupt, "\(what) in the archive's file was changed; restore the home from its backup")
  }
}
