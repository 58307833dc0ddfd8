import Foundation
import SemperArchive
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperStatements
import SemperTesting
import Testing

@testable import SemperServers

/// What is expected of the peer's files is looked at before anything is bound, and again when they are here.
@Suite struct PartyShelfTests {
  private let peer: Address
  private let content: ContentDescription
  private let item: DescribedItem
  private let locked: LockedData
  private let folder = FileManager.default.temporaryDirectory.path + "/semper-shelf-\(UUID().uuidString)"

  init() throws {
    let files = [
      try ContentFile(path: ContentPath("notes.txt"), length: 5, mediaType: MediaType("text/plain")),
      try ContentFile(path: ContentPath("song.wav"), length: 7, mediaType: MediaType("audio/wav")),
    ]
    peer = try Address("http://127.0.0.1:1")
    content = ContentDescription(root: "the files".documentDigest, manifest: try ContentManifest(files))
    item = DescribedItem(
      path: "invited/1-data", salt: try Nonce(bytes: [UInt8](repeating: 7, count: Nonce.size)),
      description: .data(content.summary))
    locked = try LockedData(
      json: .fields([
        "chunks": content.layout.chunks.json, "length": content.layout.sealedLength.json,
        "root": "the ciphertext".documentDigest.json,
      ]))
  }

  /// A shelf whose peer says what its files are, and has nothing else to give.
  private func shelf(_ expected: ContentExpectation?) throws -> PartyShelf {
    let content = content
    let says = Route(.get, "/exchanges/{id}/items/{item}/description", summary: "The files.", limits: RouteLimits()) {
      _, _ in .json(content)
    }
    return PartyShelf(
      peer: PeerClient(transport: InProcessTransport([peer: [says]]), address: peer),
      records: InMemoryArchive().records, blobs: try FileBlobStore(directory: folder),
      folder: folder + "/received", time: VirtualTime(now: Timestamp(seconds: 1_795_000_000)),
      expectations: expected.map { [item.path: ItemExpectation(.content($0))] } ?? [:])
  }

  private func types(_ names: [String]) throws -> ContentExpectation {
    ContentExpectation(mediaTypes: .oneOf(try names.map { try MediaType($0) }))
  }

  @Test func filesOfAnotherTypeAreRefusedBeforeTheyAreFetched() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let shelf = try shelf(try types(["text/plain"]))
    let refusal = await #expect(throws: Refusal.self) {
      try await shelf.fetch(item, locked: locked, exchange: "an exchange".documentDigest)
    }
    #expect(refusal?.code == .notAsOffered && refusal?.detail.contains("song.wav") == true)
  }

  /// With nothing against them the next thing is their leaf list, which this peer does not have.
  @Test(arguments: [true, false]) func filesWithinTheBoundsAreFetched(_ isBounded: Bool) async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let shelf = try shelf(isBounded ? try types(["audio/wav", "text/plain"]) : nil)
    await #expect {
      try await shelf.fetch(item, locked: locked, exchange: "an exchange".documentDigest)
    } throws: { error in
      (error as? Refusal)?.code != .notAsOffered
    }
  }

  @Test func whatHasComeIsOnTheDiskAsDescribed() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let shelf = try shelf(nil)
    let place = shelf.place(of: item.path)
    let exchange = "an exchange".documentDigest
    await #expect(throws: Refusal.self) { try await shelf.opened(item, content.summary, exchange: exchange) }
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try Data("notes".utf8).write(to: URL(filePath: place + "/notes.txt"))
    try Data("too long".utf8).write(to: URL(filePath: place + "/song.wav"))
    let refusal = await #expect(throws: Refusal.self) {
      try await shelf.opened(item, content.summary, exchange: exchange)
    }
    #expect(refusal?.code == .goodsMissing)
    try Data("a sound".utf8).write(to: URL(filePath: place + "/song.wav"))
    let found = try await shelf.opened(item, content.summary, exchange: exchange)
    #expect(ItemExpectation(.content(try types(["audio/wav", "text/plain"]))).matches(found))
    #expect(!ItemExpectation(.content(try types(["audio/wav"]))).matches(found))
  }

  /// By this a recipient of a transfer refuses before it signs for anything.
  @Test func whatHasComeIsHeldAgainstWhatWasExpected() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let exchange = "an exchange".documentDigest
    let place = try shelf(nil).place(of: item.path)
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try Data("notes".utf8).write(to: URL(filePath: place + "/notes.txt"))
    try Data("a sound".utf8).write(to: URL(filePath: place + "/song.wav"))
    try await shelf(nil).appraise(item, exchange: exchange)
    try await shelf(try types(["audio/wav", "text/plain"])).appraise(item, exchange: exchange)
    for expected in [try types(["text/plain"]), ContentExpectation(longest: 11)] {
      let refusal = await #expect(throws: Refusal.self) {
        try await shelf(expected).appraise(item, exchange: exchange)
      }
      #expect(refusal?.code == .notAsOffered && refusal?.blame == .peer)
    }
    try FileManager.default.removeItem(atPath: place + "/song.wav")
    let lost = await #expect(throws: Refusal.self) {
      try await shelf(try types(["audio/wav", "text/plain"])).appraise(item, exchange: exchange)
    }
    #expect(lost?.code == .goodsMissing)
  }
}
