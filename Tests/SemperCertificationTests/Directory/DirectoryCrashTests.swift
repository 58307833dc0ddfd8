import SemperArchive
import SemperCryptography
import SemperModel
import Testing

@testable import SemperCertification

/// A process dies at any of its durable writes; what was believed once is not unlearned, and no reader sees half an edition.
@Suite struct DirectoryCrashTests {
  /// The next root takes keys away with which somebody has driven the timestamp's version up, so that the step from one root
  /// to the next has something to forget.
  private func rotated() async throws -> World {
    let world = try await World.open()
    let high = try await world.timestamp(1_000, of: world.edition().snapshot, by: world.timestampKey)
    world.mirror.show(high.bytes, at: "metadata/timestamp.json")
    try await world.client.refresh(at: World.time(1))
    world.mirror.beHonest()
    let key = SigningKey()
    let root = try world.nextRoot([.timestamp: ([key.publicKey], 1)])
    var keys = world.keys
    keys.timestamp = [key]
    try await world.repository.publish(
      DirectoryChanges(root: root, contents: [TargetPath("packages/new.json"): [7]]), keys: keys, at: World.time(2))
    return world
  }

  @Test func aClientThatDiesGoesOn() async throws {
    let plain = try await rotated()
    let before = plain.home.writes.count
    _ = try await plain.client.content(at: TargetPath("packages/new.json"), at: World.time(2))
    let writes = plain.home.writes.count - before
    #expect(writes >= 4)
    for write in 1...writes {
      for side in CrashPoint.Side.allCases {
        let world = try await rotated()
        let dying = world.home.reopened(crash: CrashPoint(write: before + write, side))
        await #expect(throws: (any Error).self) {
          try await world.client(on: dying).content(at: TargetPath("packages/new.json"), at: World.time(2))
        }
        #expect(dying.hasCrashed)
        let again = world.client(on: dying.reopened())
        #expect(try await again.content(at: TargetPath("packages/new.json"), at: World.time(2)) == [7])
        // The old timestamp counts no more, and the old root does not come back.
        world.mirror.show(
          try await world.timestamp(1_001, of: world.edition().snapshot, by: world.timestampKey).bytes,
          at: "metadata/timestamp.json")
        let found = try await refusal { try await again.refresh(at: World.time(2)) }
        #expect(found?.code == .tooFewSignatures)
      }
    }
  }

  @Test(arguments: CrashPoint.Side.allCases) func aPublisherThatDiesHasPublishedAllOrNothing(
    _ side: CrashPoint.Side
  ) async throws {
    let archive = InMemoryArchive()
    let world = try await World.open(in: archive)
    let old = try await world.edition()
    let dying = archive.reopened(crash: CrashPoint(write: archive.writes.count + 1, side))
    let changes = DirectoryChanges(contents: [try TargetPath("packages/new.json"): [7]])
    await #expect(throws: (any Error).self) {
      try await ServiceRepository(records: dying.records).publish(changes, keys: world.keys, at: World.time(1))
    }
    #expect(dying.hasCrashed)
    let repository = ServiceRepository(records: dying.reopened().records)
    let edition = try #require(await repository.edition())
    #expect((edition == old) == (side == .before))
    let client = ServiceDirectoryClient(Mirror(of: repository), records: world.home.records)
    let found = try await client.content(at: TargetPath("packages/new.json"), at: World.time(1))
    #expect(found == (side == .before ? nil : [7]))
    // The publisher repeats what it does not know to have done.
    try await repository.publish(changes, keys: world.keys, at: World.time(2))
    #expect(try await client.content(at: TargetPath("packages/new.json"), at: World.time(2)) == [7])
  }

  /// Two that refresh at once: one of them is told to ask again, and nothing older takes the place of what is newer.
  @Test func whoComesSecondLooksAgain() async throws {
    let world = try await World.open()
    let trust = TrustRecords(records: world.home.records)
    let stored = try #require(await trust.load())
    try await world.client.refresh(at: World.time(1))
    var late = stored.directory
    let newest = try await world.edition().timestamp.bytes
    try late.accept(timestamp: newest, at: World.time(1))
    let directory = late
    #expect(try await refusal { _ = try await trust.save(directory, after: stored) }?.code == .unavailable)
  }
}
