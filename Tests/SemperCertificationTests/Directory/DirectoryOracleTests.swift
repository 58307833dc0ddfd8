import Logging
import SemperArchive
import SemperCoding
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperModel
import ServiceLifecycle
import Testing

@testable import SemperCertification

/// PyPI's `tuf` reads our directories and we read its, and neither falls for what the other refuses.
@Suite("Directories before the reference implementation of TUF")
struct DirectoryOracleTests {
  private static let status = "evaluations/stiftung/status.json"

  /// A repository through some editions: what is on its shelf after each, and what a customer asks for.
  private struct Story {
    var root: [UInt8] = []
    var shelves: [Shelf] = []
    var paths: [TargetPath] = []

    func look(_ shelf: Int, at hours: Int = 6, _ files: [String: [UInt8]?] = [:]) -> Shelf.Look {
      var shown = shelves[shelf]
      for (path, bytes) in files { shown.files[path] = bytes }
      return Shelf.Look(shelf: shown, time: World.time(hours), paths: paths)
    }
  }

  /// Founded, all keys of the root changed, the evaluator's key changed and a content added, the timestamp renewed.
  private func ours(_ world: World) async throws -> Story {
    var story = Story(root: world.root.bytes)
    story.paths = [world.packagePath, try TargetPath(Self.status), try TargetPath("packages/late.json")]
    var files = [String: [UInt8]]()
    func keep(_ contents: [TargetPath: [UInt8]]) async throws {
      files.merge(try await world.edition().files(after: nil)) { _, new in new }
      for (path, bytes) in contents { files["targets/\(path.prefixed(by: ListedTarget(bytes).hash))"] = bytes }
      story.shelves.append(Shelf(files: files))
    }
    try await keep(world.evaluated.merging([world.packagePath: world.package.canonicalBytes]) { old, _ in old })
    let fresh = [SigningKey(.ed25519), SigningKey()]
    let (snapshot, timestamp) = (SigningKey(), SigningKey(.ed25519))
    let root = try world.nextRoot(
      [
        .root: (fresh.map(\.publicKey), 2), .snapshot: ([snapshot.publicKey], 1),
        .timestamp: ([timestamp.publicKey], 1),
      ], signedBy: Array(world.rootKeys[..<2]) + fresh)
    let keys = DirectoryKeys(targets: [world.targetsKey], snapshot: [snapshot], timestamp: [timestamp])
    try await world.repository.publish(DirectoryChanges(root: root), keys: keys, at: World.time(1))
    try await keep([:])
    let evaluator = SigningKey(.ed25519)
    let late = [try TargetPath("packages/late.json"): Array("late".utf8)]
    let renewed = world.evaluated
    try await world.repository.publish(
      DirectoryChanges(
        contents: late,
        delegations: [World.evaluator: ServicePath.delegation(to: World.evaluator, keys: [evaluator.publicKey])],
        submissions: [world.submission(version: 2, renewed, by: evaluator)]), keys: keys, at: World.time(2))
    try await keep(late.merging(renewed) { old, _ in old })
    try await world.repository.publish(keys: DirectoryKeys(timestamp: [timestamp]), at: World.time(3))
    try await keep([:])
    return story
  }

  private func theirs(_ world: World) throws -> Story {
    let task = JSON.fields([
      "contents": .fields([world.packagePath.text: Shelf.base64(world.package.canonicalBytes)]),
      "do": "write".json, "evaluator": .fields([Self.status: Shelf.base64([1, 2, 3])]),
      "time": World.start.json,
    ])
    let answer = try Shelf.ask([task])[0]
    var story = Story(root: try Shelf.bytes(#require(answer["root"])))
    story.paths = [world.packagePath, try TargetPath(Self.status), try TargetPath("packages/late.json")]
    for edition in try [JSON](json: #require(answer["editions"])) {
      var files = [String: [UInt8]]()
      for member in try #require(edition.object).members { files[member.name] = try Shelf.bytes(member.value) }
      story.shelves.append(Shelf(files: files))
    }
    return story
  }

  /// Each look of each story is answered alike, and as the story says.
  private func expectAlike(_ story: Story, _ stories: [(name: String, looks: [Shelf.Look], refused: [Bool])])
    async throws
  {
    let answers = try Shelf.theirs(stories.map { (story.root, $0.looks) })
    for (told, answer) in zip(stories, answers) {
      let (findings, codes) = try await Shelf.ours(story.root, told.looks)
      #expect(findings.map(\.isRefused) == told.refused, "\(told.name): \(codes)")
      #expect(answer.map(\.isRefused) == told.refused, "\(told.name), by tuf")
      for (own, other) in zip(findings, answer) where !own.isRefused { #expect(own == other, "\(told.name)") }
      #expect(findings.map(\.root) == answer.map(\.root), "\(told.name)")
    }
  }

  /// What a mirror can do that has no key, against clients that have seen something before.
  private func attacks(on story: Story) throws -> [(name: String, looks: [Shelf.Look], refused: [Bool])] {
    let last = story.shelves.count - 1
    let timestamp = "metadata/timestamp.json"
    let listed = try SignedMetadata<TimestampMetadata>(reading: #require(story.shelves[last].files[timestamp]))
    let snapshot = "metadata/\(listed.content.snapshot.version).snapshot.json"
    let package = try #require(
      story.shelves[last].files.keys.first { $0.hasPrefix("targets/packages/") && !$0.hasSuffix("late.json") })
    let bytes = try #require(story.shelves[last].files[package])
    var flipped = bytes
    flipped[3] ^= 1
    let first = story.shelves[0].files
    let late = try #require(story.shelves[last].files.keys.first { $0.hasSuffix("late.json") })
    return [
      ("everything in its order", (0...last).map { story.look($0) }, (0...last).map { _ in false }),
      ("who comes late", [story.look(last)], [false]),
      ("who was away", [story.look(0), story.look(last)], [false, false]),
      (
        "rollback of the timestamp",
        [story.look(last), story.look(last, [timestamp: story.shelves[1].files[timestamp]])], [false, true]
      ),
      ("the timestamp of old keys", [story.look(last, [timestamp: first[timestamp]])], [true]),
      (
        "rollback of the root", [story.look(last), story.look(last, ["metadata/3.root.json": story.root])],
        [false, true]
      ),
      (
        "a root again under the next number", [story.look(0), story.look(0, ["metadata/2.root.json": story.root])],
        [false, true]
      ),
      ("freeze", [story.look(last, at: 24 * 400)], [true]),
      ("freeze for who knows it", [story.look(last), story.look(last, at: 24 * 400)], [false, true]),
      (
        "an older snapshot",
        [story.look(last, [snapshot: first["metadata/1.snapshot.json"] ?? first["metadata/2.snapshot.json"]])], [true]
      ),
      ("no snapshot", [story.look(last, [snapshot: nil])], [true]),
      ("another content", [story.look(last, [package: flipped])], [true]),
      ("a longer content", [story.look(last, [package: bytes + [0]])], [true]),
      ("a shorter content", [story.look(last, [package: Array(bytes.dropLast())])], [true]),
      ("an endless content", [story.look(last, [late: [UInt8](repeating: 7, count: 1 << 20)])], [true]),
      ("an endless timestamp", [story.look(last, [timestamp: [UInt8](repeating: 0x20, count: 1 << 20)])], [true]),
      ("no timestamp", [story.look(last, [timestamp: nil])], [true]),
      ("no root but the first", [story.look(last, ["metadata/2.root.json": nil])], [true]),
    ]
  }

  @Test func readsOurs() async throws {
    let story = try await ours(World.open())
    try await expectAlike(story, attacks(on: story))
  }

  @Test func isRead() async throws {
    let story = try await theirs(World.open())
    try await expectAlike(story, attacks(on: story))
  }

  /// What somebody can do who has stolen keys of our directory.
  @Test func refusesWhatThievesSign() async throws {
    let world = try await World.open()
    var story = Story(root: world.root.bytes)
    let edition = try await world.edition()
    let contents = world.evaluated.merging([world.packagePath: world.package.canonicalBytes]) { old, _ in old }
    var files = edition.files(after: nil)
    for (path, bytes) in contents { files["targets/\(path.prefixed(by: ListedTarget(bytes).hash))"] = bytes }
    story.shelves = [Shelf(files: files)]
    story.paths = [world.packagePath, try TargetPath(Self.status)]
    func thief(
      _ version: Int, _ files: [String: ListedFile], by key: SigningKey, _ more: [String: [UInt8]] = [:]
    ) throws -> [Shelf.Look] {
      let snapshot = try world.snapshot(version, files, by: key)
      let timestamp = try world.timestamp(version, of: snapshot, by: world.timestampKey)
      var shown: [String: [UInt8]?] = [
        "metadata/\(version).snapshot.json": snapshot.bytes, "metadata/timestamp.json": timestamp.bytes,
      ]
      for (path, bytes) in more { shown[path] = bytes }
      return [story.look(0), story.look(0, shown)]
    }
    let forged = try SignedMetadata(
      signing: TargetsMetadata(version: 9, expires: World.time(99), targets: [world.packagePath: ListedTarget([1])]),
      with: [world.timestampKey])
    var listed = edition.snapshot.content.files
    listed["targets"] = ListedFile(forged)
    var older = edition.snapshot.content.files
    older["targets"] = ListedFile(version: 1)
    var gone = edition.snapshot.content.files
    gone["stiftung"] = nil
    let half = try world.nextRoot(signedBy: [world.rootKeys[0]])
    let taken = try world.nextRoot([.root: ([world.timestampKey.publicKey], 1)], signedBy: [world.timestampKey])
    try await expectAlike(
      story,
      [
        ("a snapshot by the timestamp's key", thief(9, listed, by: world.timestampKey), [false, true]),
        (
          "targets by the timestamp's key",
          thief(9, listed, by: world.snapshotKey, ["metadata/9.targets.json": forged.bytes]), [false, true]
        ),
        ("older targets", thief(9, older, by: world.snapshotKey), [false, true]),
        ("a file is gone", thief(9, gone, by: world.snapshotKey), [false, true]),
        ("a root of one key", [story.look(0), story.look(0, ["metadata/2.root.json": half.bytes])], [false, true]),
        ("a root of a thief", [story.look(0), story.look(0, ["metadata/2.root.json": taken.bytes])], [false, true]),
      ])
  }

  /// The same over real HTTP, from our server.
  @Test func downloadsFromOurServer() async throws {
    let world = try await World.open()
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let server = try HTTPServer("directory", routes: DirectoryRoutes.make(world.repository), logger: logger)
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [.init(service: server, successTerminationBehavior: .gracefullyShutdownGroup)], logger: logger))
    async let running: Void = group.run()
    let address = try await server.address
    let task = JSON.fields([
      "do": "follow".json, "root": Shelf.base64(world.root.bytes),
      "steps": .array([
        .fields([
          "targets": [world.packagePath.text, Self.status, "packages/none.json"].json, "time": World.time(1).json,
          "url": "\(address)/directory".json,
        ])
      ]),
    ])
    let client = try HTTPClientTransport(trustRoots: nil)
    let directory = ServiceDirectoryClient(RemoteDirectory(client, at: address), records: world.home.records)
    let findings = Result { try [JSON](json: Shelf.ask([task])[0]).map(Shelf.Finding.init) }
    let package = try await directory.content(at: world.packagePath, at: World.time(1))
    try await client.shutdown()
    await group.triggerGracefulShutdown()
    try await running
    #expect(package == world.package.canonicalBytes)
    let found = try #require(try findings.get().first)
    #expect(!found.isRefused && found.root == 1)
    #expect(found.contents[world.packagePath.text] == world.package.canonicalBytes)
    #expect(found.contents[Self.status] == .some(world.evaluated[try TargetPath(Self.status)]))
    #expect(found.contents["packages/none.json"] == .some(nil))
  }
}
