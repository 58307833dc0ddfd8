import Foundation
import SemperArchive
import SemperArchiveSQLite
import SemperEngine
import SemperModel
import Testing

@Suite struct HomeTests {
  let directory: TemporaryDirectory
  let path: String
  let seed = [UInt8](repeating: 9, count: 32)
  let conversation = ConversationID(machine: "m", id: "one")

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.path(of: "home")
  }

  func create() throws -> Home { try Home.create(at: path, passphrase: "correct horse", strength: .quick, seed: seed) }

  @Test func whatAHomeRemembersIsThereWhenItIsOpenedAgain() async throws {
    let home = try create()
    try await home.archive.keys.store([1, 2, 3], named: "key")
    try await home.archive.journal.append(
      JournalEntry(sequence: 0, time: Timestamp(seconds: 0), bytes: [5]), to: conversation)
    try home.close()
    let again = try Home.open(at: path, passphrase: "correct horse")
    #expect(try await again.archive.keys.secret(named: "key") == [1, 2, 3])
    #expect(try await again.archive.journal.entries(of: conversation).map(\.bytes) == [[5]])
    #expect(try again.seed(passphrase: "correct horse") == seed)
  }

  @Test func aNewHomeDrawsItsOwnSeed() throws {
    let other = directory.path(of: "other")
    let seeds = try [path, other].map { path in
      try Home.create(at: path, passphrase: "p", strength: .quick).seed(passphrase: "p")
    }
    #expect(seeds.allSatisfy { $0.count == 32 })
    #expect(seeds[0] != seeds[1])
  }

  @Test(arguments: ["", "Correct horse", "correct horse ", "correct horsf"])
  func aWrongPassphraseIsRefused(_ passphrase: String) throws {
    let home = try create()
    #expect(code { try home.seed(passphrase: passphrase) } == .locked)
    try home.close()
    #expect(code { try Home.open(at: path, passphrase: passphrase) } == .locked)
  }

  @Test func anEmptyPassphraseMakesNoHome() {
    #expect(code { try Home.create(at: path, passphrase: "", strength: .quick) } == .locked)
    #expect(!Home.exists(at: path))
  }

  @Test func aSecondOpenerIsRefusedAndToldWhy() throws {
    let home = try create()
    let error = #expect(throws: ArchiveError.self) { try Home.open(at: path, passphrase: "correct horse") }
    #expect(error?.code == .busy)
    #expect(error?.message.contains("another process uses this home") == true)
    try home.close()
    try Home.open(at: path, passphrase: "correct horse").close()
  }

  @Test func aNewPassphraseOpensTheSameSecretsAndTheOldOneNothing() async throws {
    let home = try create()
    try await home.archive.keys.store([1], named: "key")
    #expect(code { try home.changePassphrase(from: "wrong", to: "new", strength: .quick) } == .locked)
    try home.changePassphrase(from: "correct horse", to: "new", strength: .quick)
    try home.close()
    #expect(code { try Home.open(at: path, passphrase: "correct horse") } == .locked)
    let again = try Home.open(at: path, passphrase: "new")
    #expect(try await again.archive.keys.secret(named: "key") == [1])
    #expect(try again.seed(passphrase: "new") == seed)
  }

  @Test func aHomeIsNotMadeWhereSomethingIs() throws {
    try create().close()
    #expect(code { try create() } == .exists)
    #expect(code { try Home.open(at: directory.path(of: "nowhere"), passphrase: "p") } == .unavailable)
    #expect(!FileManager.default.fileExists(atPath: directory.path(of: "nowhere")))
  }

  /// The secrets are written last, so what a kill leaves has none.
  @Test(arguments: [true, false]) func aMakingThatWasInterruptedIsBegunAgain(_ attended: Bool) async throws {
    func make() throws -> Home {
      guard attended else { return try Home.createUnattended(at: path, seed: seed) }
      return try Home.create(
        at: path, passphrase: "correct horse", strength: .quick, seed: seed, beside: ["bank.json": [1, 2]])
    }
    try make().close()
    try FileManager.default.removeItem(atPath: path + "/secrets.json")
    try Data([1]).write(to: URL(fileURLWithPath: path + "/secrets.json.new"))
    let home = try make()
    try await home.archive.keys.store([1, 2, 3], named: "key")
    try home.close()
    let again = try attended ? Home.open(at: path, passphrase: "correct horse") : Home.openUnattended(at: path)
    #expect(try await again.archive.keys.secret(named: "key") == [1, 2, 3])
    #expect(FileManager.default.contents(atPath: path + "/bank.json") == (attended ? Data([1, 2]) : nil))
    try again.close()
  }

  @Test func anArchiveThatHasLostItsSecretsIsNotBegunAnew() async throws {
    let home = try create()
    try await home.archive.evidence.add(
      EvidenceItem(deal: ID(bytes: [UInt8](repeating: 1, count: 16)), form: "order", bytes: [1]))
    try home.close()
    let secrets = try Data(contentsOf: URL(fileURLWithPath: path + "/secrets.json"))
    try FileManager.default.removeItem(atPath: path + "/secrets.json")
    #expect(code { try create() } == .exists)
    try secrets.write(to: URL(fileURLWithPath: path + "/secrets.json"))
    let again = try Home.open(at: path, passphrase: "correct horse")
    #expect(try await again.archive.evidence.verifyChain() == 1)
    // Nor is a directory with somebody's own files.
    let other = directory.path(of: "other")
    try FileManager.default.createDirectory(atPath: other + "/blobs", withIntermediateDirectories: true)
    try Data([1]).write(to: URL(fileURLWithPath: other + "/letter.txt"))
    #expect(code { try Home.create(at: other, passphrase: "p", strength: .quick) } == .exists)
  }

  @Test func aHomeWithoutItsArchiveIsNotSilentlyEmpty() throws {
    try create().close()
    try FileManager.default.removeItem(atPath: path + "/archive.sqlite")
    #expect(code { try Home.open(at: path, passphrase: "correct horse") } == .unavailable)
  }

  @Test func theTwoSecretsCannotChangePlaces() throws {
    try create().close()
    let file = path + "/secrets.json"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let swapped = text.replacingOccurrences(of: "\"seed\":{", with: "\"x\":{")
      .replacingOccurrences(of: "\"archiveKey\":{", with: "\"seed\":{")
      .replacingOccurrences(of: "\"x\":{", with: "\"archiveKey\":{")
    try swapped.write(toFile: file, atomically: true, encoding: .utf8)
    #expect(code { try Home.open(at: path, passphrase: "correct horse") } == .corrupt)
  }

  @Test func everythingIsForItsOwnerOnly() async throws {
    let home = try Home.createUnattended(at: path)
    try await home.archive.keys.store([1], named: "key")
    for name in ["home", "home/blobs", "home/blobs/partial"] {
      #expect(try directory.mode(of: name) == 0o700, "\(name)")
    }
    for name in ["archive.sqlite", "archive.sqlite-wal", "archive.sqlite.lock", "secrets.json", "unattended.key"] {
      #expect(try directory.mode(of: "home/\(name)") == 0o600, "\(name)")
    }
  }

  @Test func noSecretLiesOpenInAHome() async throws {
    let home = try create()
    try await home.archive.keys.store(Array("a canary in the key store".utf8), named: "key")
    let bytes = Data(try directory.allBytes())
    #expect(bytes.count > 1000)
    #expect(bytes.range(of: Data(seed)) == nil)
    #expect(bytes.range(of: Data("a canary in the key store".utf8)) == nil)
    #expect(bytes.range(of: Data("correct horse".utf8)) == nil)
  }

  @Test func anUnattendedHomeOpensByItsKeyFileOnly() throws {
    let home = try Home.createUnattended(at: path, seed: seed)
    #expect(try home.unattendedSeed() == seed)
    try home.close()
    try Home.openUnattended(at: path).close()
    #expect(code { try Home.open(at: path, passphrase: "guess") } == .locked)
    try FileManager.default.removeItem(atPath: path + "/unattended.key")
    #expect(code { try Home.openUnattended(at: path) } == .locked)
  }

  @Test func aHomeWithAPassphraseDoesNotOpenUnattended() throws {
    try create().close()
    #expect(code { try Home.openUnattended(at: path) } == .locked)
  }

  private func code<Value>(_ body: () throws -> Value) -> ArchiveError.Code? {
    do { _ = try body() } catch { return (error as? ArchiveError)?.code }
    return nil
  }
}
