import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@testable import SemperCertification

/// A mirror, or a thief of some keys, against a client. What it refuses leaves what it trusts as it was.
@Suite struct DirectoryAttackTests {
  private func refused(_ world: World, at hours: Int = 1) async throws -> Refusal? {
    try await refusal { try await world.client.refresh(at: World.time(hours)) }
  }

  /// The client has seen an edition, and another one has come since.
  private func aged() async throws -> World {
    let world = try await World.open()
    try await world.client.refresh(at: World.time(1))
    return world
  }

  @Test func rollbackOfTheTimestamp() async throws {
    let world = try await World.open()
    try await world.mirror.freeze("metadata/timestamp.json")
    let old = try await world.mirror.file("metadata/timestamp.json", largest: 1 << 20)
    world.mirror.beHonest()
    try await world.repository.publish(keys: world.keys, at: World.time(1))
    try await world.client.refresh(at: World.time(1))
    world.mirror.show(old, at: "metadata/timestamp.json")
    let refusal = try await refused(world)
    #expect(refusal?.code == .rolledBack && refusal?.blame == .provider)
    world.mirror.beHonest()
    #expect(try await refused(world) == nil)
  }

  /// With the stolen keys of timestamp and snapshot: nothing that was seen becomes older.
  @Test(arguments: ["snapshot", "targets", "stiftung"]) func rollbackUnderStolenKeys(_ role: String) async throws {
    let world = try await aged()
    let edition = try await world.edition()
    var files = edition.snapshot.content.files
    let number: Int
    switch role {
    case "snapshot": number = edition.snapshot.content.version - 1
    case "targets":
      number = edition.snapshot.content.version + 1
      files[role] = ListedFile(version: 1)
    default:
      number = edition.snapshot.content.version + 1
      files[role] = nil
    }
    let snapshot = try world.snapshot(number, files, by: world.snapshotKey)
    let timestamp = try world.timestamp(
      edition.timestamp.content.version + 1, of: snapshot, by: world.timestampKey)
    world.show(snapshot, timestamp)
    #expect(try await refused(world)?.code == .rolledBack)
    #expect(try await TrustRecords(records: world.home.records).load()?.directory.snapshot == edition.snapshot)
  }

  @Test func rollbackOfTheRoot() async throws {
    let world = try await aged()
    world.mirror.show(world.root.bytes, at: "metadata/2.root.json")
    #expect(try await refused(world)?.code == .rolledBack)
  }

  /// Whoever stops all news is noticed when what there is runs out.
  @Test(arguments: ["timestamp", "snapshot", "targets", "root"]) func freeze(_ role: String) async throws {
    let world = try await aged()
    switch role {
    case "timestamp":
      try await world.mirror.freeze("metadata/timestamp.json")
      #expect(try await refused(world, at: 24)?.code == .expired)
    case "snapshot":
      // The stolen timestamp key keeps an old snapshot alive, until that has run out too.
      let edition = try await world.edition()
      let timestamp = try world.timestamp(9, of: edition.snapshot, by: world.timestampKey, at: 24 * 7)
      world.mirror.show(timestamp.bytes, at: "metadata/timestamp.json")
      #expect(try await refused(world, at: 24 * 7)?.code == .expired)
    case "targets":
      let edition = try await world.edition()
      let snapshot = try SignedMetadata(
        signing: SnapshotMetadata(version: 9, expires: World.time(24 * 99), files: edition.snapshot.content.files),
        with: [world.snapshotKey])
      world.show(snapshot, try world.timestamp(9, of: snapshot, by: world.timestampKey, at: 24 * 90))
      #expect(try await refused(world, at: 24 * 90)?.code == .expired)
    default: #expect(try await refused(world, at: 24 * 365)?.code == .expired)
    }
  }

  @Test func aFrozenTimestampThatHasRunOutIsRefusedAlsoWhereItIsKnown() async throws {
    let world = try await aged()
    try await world.mirror.freeze("metadata/timestamp.json")
    try await world.repository.publish(keys: world.keys, at: World.time(20))
    #expect(try await refused(world, at: 25)?.code == .expired)
    world.mirror.beHonest()
    #expect(try await refused(world, at: 25) == nil)
  }

  /// Files of different editions, each truly signed.
  @Test(arguments: ["snapshot", "targets", "stiftung"]) func mixAndMatch(_ role: String) async throws {
    let world = try await World.open()
    let before = try await world.edition()
    try await world.repository.publish(
      DirectoryChanges(
        contents: [TargetPath("packages/other.json"): [1]], submissions: [world.submission(version: 2, world.evaluated)]
      ), keys: world.keys, at: World.time(1))
    let now = try await world.edition()
    switch role {
    case "snapshot":
      world.mirror.show(before.snapshot.bytes, at: "metadata/\(now.snapshot.content.version).snapshot.json")
    case "targets":
      world.mirror.show(before.targets.bytes, at: "metadata/\(now.targets.content.version).targets.json")
    default:
      world.mirror.show(before.delegates["stiftung"]?.bytes, at: "metadata/2.stiftung.json")
    }
    let found = try await refusal { _ = try await world.client.service(world.package.service, at: World.time(1)) }
    guard role == "stiftung" else {
      #expect(found?.code == .notAsListed)
      return
    }
    // An evaluator's file that is another holds up nobody but this evaluator.
    let service = try #require(await world.client.service(world.package.service, at: World.time(1)))
    #expect(found == nil && service.unread["stiftung"]?.code == .notAsListed && service.evaluations.isEmpty)
  }

  /// The same where the lists hold versions and no digests: the version alone must fit.
  @Test func mixAndMatchByVersion() async throws {
    let world = try await aged()
    let edition = try await world.edition()
    let bare = edition.snapshot.content.files.mapValues { ListedFile(version: $0.version) }
    let snapshot = try world.snapshot(7, bare, by: world.snapshotKey)
    let other = try world.snapshot(8, bare, by: world.snapshotKey)
    let listing = JSON.fields([
      "_type": "timestamp".json, "expires": World.time(24).json, "spec_version": "1.0.31".json, "version": 9.json,
      "meta": .fields(["snapshot.json": ListedFile(version: 7).json]),
    ])
    let timestamp = try SignedMetadata(signing: TimestampMetadata(json: listing), with: [world.timestampKey])
    world.show(other, timestamp)
    #expect(try await refused(world)?.code == .notAsListed)
    world.show(snapshot, timestamp)
    #expect(try await refused(world) == nil)
  }

  @Test(arguments: ["timestamp.json", "2.root.json", "2.snapshot.json", "2.targets.json"])
  func endlessMetadata(_ name: String) async throws {
    let world = try await World.open()
    world.mirror.show([UInt8](repeating: 0x20, count: 5 << 20), at: "metadata/\(name)")
    #expect(try await refused(world)?.code == .tooLarge)
  }

  @Test func contentsAreThoseListed() async throws {
    let world = try await World.open()
    let bytes = world.package.canonicalBytes
    let path = "targets/\(world.packagePath.prefixed(by: ListedTarget(bytes).hash))"
    var flipped = bytes
    flipped[flipped.count / 2] ^= 1
    let cases: [([UInt8]?, RefusalCode)] = [
      (bytes + [0x20], .tooLarge), ([UInt8](repeating: 0, count: 1 << 20), .tooLarge),
      (Array(bytes.dropLast()), .notAsListed), (flipped, .notAsListed), ([], .notAsListed), (nil, .notAsListed),
    ]
    for (shown, code) in cases {
      world.mirror.show(shown, at: path)
      let found = try await refusal {
        _ = try await world.client.content(at: world.packagePath, at: World.time(1))
      }
      #expect(found?.code == code)
    }
  }

  @Test func aListedContentMayNotBeEndlessEither() async throws {
    let world = try await World.open()
    let client = ServiceDirectoryClient(
      world.mirror, records: world.home.records, limits: DirectoryLimits(content: 10))
    let found = try await refusal { _ = try await client.content(at: world.packagePath, at: World.time(1)) }
    #expect(found?.code == .tooLarge)
  }

  /// A root needs the threshold of the old keys and of its own.
  @Test func tooFewSignRoots() async throws {
    let world = try await aged()
    let fresh = SigningKey()
    let own: [TopRole: (keys: [PublicKey], threshold: Int)] = [.root: ([fresh.publicKey], 1)]
    for root in [
      try world.nextRoot(signedBy: [world.rootKeys[0]]), try world.nextRoot(signedBy: []),
      try world.nextRoot(own, signedBy: [fresh]), try world.nextRoot(own, signedBy: [fresh, world.rootKeys[1]]),
      try world.nextRoot(own), try world.nextRoot(signedBy: [world.rootKeys[0], fresh, world.targetsKey]),
    ] {
      world.mirror.show(root.bytes, at: "metadata/2.root.json")
      #expect(try await refused(world)?.code == .tooFewSignatures)
    }
    world.mirror.show(
      try world.nextRoot(own, signedBy: [fresh, world.rootKeys[1], world.rootKeys[2]]).bytes, at: "metadata/2.root.json"
    )
    #expect(try await refused(world) == nil)
  }

  /// The timestamp key lies on a server. Its thief says which snapshot is the newest, and nothing else.
  @Test func aStolenTimestampKeyBringsNoTarget() async throws {
    let world = try await aged()
    let edition = try await world.edition()
    let forged = try SignedMetadata(
      signing: TargetsMetadata(version: 9, expires: World.time(99), targets: [world.packagePath: ListedTarget([1])]),
      with: [world.timestampKey])
    let snapshot = try world.snapshot(9, ["targets": ListedFile(forged)], by: world.timestampKey)
    world.show(snapshot, try world.timestamp(9, of: snapshot, by: world.timestampKey))
    #expect(try await refused(world)?.code == .tooFewSignatures)
    // With the snapshot's key too: still no file of targets.
    var files = edition.snapshot.content.files
    files["targets"] = ListedFile(forged)
    let second = try world.snapshot(9, files, by: world.snapshotKey)
    world.show(second, try world.timestamp(10, of: second, by: world.timestampKey))
    world.mirror.show(forged.bytes, at: "metadata/9.targets.json")
    #expect(try await refused(world)?.code == .tooFewSignatures)
  }

  /// Whoever drives version numbers up with stolen keys locks clients out, until the root names other keys.
  @Test func fastForwardIsUndoneByARotation() async throws {
    let world = try await aged()
    let edition = try await world.edition()
    var files = edition.snapshot.content.files
    files["targets"] = ListedFile(version: 1_000_000)
    let snapshot = try world.snapshot(1_000_000, files, by: world.snapshotKey)
    world.show(snapshot, try world.timestamp(1_000_000, of: snapshot, by: world.timestampKey))
    #expect(try await refused(world)?.code == .notAsListed)
    world.mirror.beHonest()
    try await world.repository.publish(keys: world.keys, at: World.time(1))
    #expect(try await refused(world)?.code == .rolledBack)
    let (snapshotKey, timestampKey) = (SigningKey(), SigningKey())
    let root = try world.nextRoot([
      .snapshot: ([snapshotKey.publicKey], 1), .timestamp: ([timestampKey.publicKey], 1),
    ])
    try await world.repository.publish(
      DirectoryChanges(root: root), keys: DirectoryKeys(snapshot: [snapshotKey], timestamp: [timestampKey]),
      at: World.time(2))
    #expect(try await refused(world, at: 2) == nil)
    #expect(try await world.client.content(at: world.packagePath, at: World.time(2)) == world.package.canonicalBytes)
  }

  @Test func aFileIsReadAsTheRoleThatItIs() async throws {
    let world = try await aged()
    let edition = try await world.edition()
    world.mirror.show(edition.snapshot.bytes, at: "metadata/timestamp.json")
    #expect(try await refused(world)?.code == .malformed)
    world.mirror.show(Array("{".utf8), at: "metadata/timestamp.json")
    #expect(try await refused(world)?.code == .malformed)
    world.mirror.show(nil, at: "metadata/timestamp.json")
    #expect(try await refused(world)?.code == .notAsListed)
  }
}
