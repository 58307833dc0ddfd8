import Foundation
import SemperArchive
import SemperArchiveSQLite
import SemperTesting

/// An SQLite archive in a directory of its own. A restart opens a copy of the files as they lie on the disk while the
/// old user still has them open: what a killed process leaves.
actor SQLiteUnderTest: ArchiveUnderTest {
  static let masterKey = [UInt8](repeating: 3, count: 32)

  let directory: TemporaryDirectory
  private var generation = 0
  private(set) var current: SQLiteArchive

  init() throws {
    directory = try TemporaryDirectory()
    current = try SQLiteArchive(path: directory.path(of: "0.sqlite"), masterKey: Self.masterKey)
  }

  var path: String { directory.path(of: "\(generation).sqlite") }
  var archive: any Archive { current }

  func restart() async throws {
    let old = path
    generation += 1
    try Self.copy(old, to: path)
    try current.close()
    current = try SQLiteArchive(path: path, masterKey: Self.masterKey, creating: false)
  }

  func bytesAtRest() throws -> [UInt8] { try directory.allBytes() }

  func tamper(_ how: Tampering) throws {
    try RawSQL.run(Self.dropTriggers + Self.statements(how), on: path)
  }

  static func copy(_ path: String, to other: String) throws {
    for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: other + suffix)
    }
  }

  private static let dropTriggers = [
    "conversation_grows", "journal_unchanged", "journal_stays", "evidence_unchanged", "evidence_stays",
  ].map { "DROP TRIGGER \($0)" }

  private static func statements(_ how: Tampering) -> [String] {
    switch how {
    case .changeJournalEntry: ["UPDATE journal SET bytes = x'00' WHERE conversation = 1 AND sequence = 1"]
    case .removeJournalEntry: ["DELETE FROM journal WHERE conversation = 1 AND sequence = 1"]
    case .removeLastJournalEntry:
      ["DELETE FROM journal WHERE conversation = 1 AND sequence = (SELECT max(sequence) FROM journal)"]
    case .swapJournalEntries: swap("journal", "sequence")
    case .changeEvidence: ["UPDATE evidence SET bytes = x'00' WHERE number = 1"]
    case .removeEvidence: ["DELETE FROM evidence WHERE number = 1"]
    case .removeLastEvidence: ["DELETE FROM evidence WHERE number = (SELECT max(number) FROM evidence)"]
    case .swapEvidence: swap("evidence", "number")
    }
  }

  private static func swap(_ table: String, _ number: String) -> [String] {
    [(1, 99), (2, 1), (99, 2)].map { "UPDATE \(table) SET \(number) = \($1) WHERE \(number) = \($0)" }
  }
}
