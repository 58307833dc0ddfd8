import ExchangeExplorer
import Foundation
import SemperCoding
import SemperExchange
import SemperTesting
import Testing

/// What parties of an exchange have written down once is read for ever (`Tests/Vectors/journals`).
///
/// SEMPER_WRITE_VECTORS=1 writes the journals of this build for the settings that have none.
@Suite struct GoldenJournalTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Vectors/journals/exchange").standardizedFileURL

  /// Ends by the protocol, by the arbiter after bad data of either side, with a bond, and by a settlement.
  private static let settings = ["Sb for L", "D2 for L", "D2 for D2 bond", "Lu for D2", "Sb for L settle"]

  private static var files: [URL] {
    let all = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return (all ?? []).filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
  }

  @Test func whatWasWrittenOnceIsReadForEver() async throws {
    if ProcessInfo.processInfo.environment["SEMPER_WRITE_VECTORS"] != nil { try await write() }
    #expect(Self.files.count >= 12)
    for file in Self.files {
      let journal = try GoldenJournal(canonicalBytes: Array(Data(contentsOf: file)))
      #expect(try Search.difference(from: journal) == nil, "\(file.lastPathComponent)")
    }
  }

  @Test func aChangedEntryIsNoticed() throws {
    let file = try #require(Self.files.first { $0.lastPathComponent.contains("completed") })
    let text = try String(contentsOf: file, encoding: .utf8)
    for (old, new) in [(#""event":"locked""#, #""event":"lock""#), (#""asks":["send","wait"]"#, #""asks":["send"]"#)] {
      let bytes = Array(text.replacing(old, with: new).utf8)
      #expect(try Search.difference(from: GoldenJournal(canonicalBytes: bytes)) != nil, "\(old)")
    }
  }

  private static let books = folder.appending(path: "../arbiter").standardizedFileURL

  /// An arbiter that starts on what another has remembered answers like it.
  @Test(arguments: ["resolved", "aborted", "failed", "pending", "disclosed"])
  func anArbiterKeepsItsWord(_ verdict: String) async throws {
    let file = Self.books.appending(path: "\(verdict).json")
    if ProcessInfo.processInfo.environment["SEMPER_WRITE_VECTORS"] != nil,
      !FileManager.default.fileExists(atPath: file.path)
    {
      try FileManager.default.createDirectory(at: Self.books, withIntermediateDirectories: true)
      let setting = try #require(Setting(words: verdict == "pending" ? "D2 for L" : "Su for D2"))
      var cheating = setting
      if verdict == "failed" { cheating.cheat = Cheat(.responder, [.badData]) }
      let book = try await Search.books(of: cheating).first { $0.verdict == verdict }
      try Data(#require(book).canonicalBytes).write(to: file)
    }
    let book = try GoldenBook(canonicalBytes: Array(Data(contentsOf: file)))
    #expect(book.verdict == verdict)
    #expect(try await book.difference() == nil)
  }

  private func write() async throws {
    try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
    for words in Self.settings {
      let name = words.replacing(" ", with: "-")
      var setting = try #require(Setting(words: words))
      var found = Set<String>()
      for cheat in [nil, Cheat(.originator, [.badData]), Cheat(.responder, [.badData])] {
        setting.cheat = cheat
        for end in try await Search.ends(of: setting) where found.insert("\(end.role)-\(end.end)").inserted {
          let file = Self.folder.appending(path: "\(name)-\(end.role.rawValue)-\(end.end).json")
          guard !FileManager.default.fileExists(atPath: file.path) else { continue }
          try Data(end.journal.canonicalBytes).write(to: file)
        }
      }
    }
  }
}
