import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@testable import SemperCertification

/// What a directory refuses to publish, so that no client is met with it.
@Suite struct ServiceRepositoryTests {
  private func refused(_ world: World, _ changes: DirectoryChanges, _ keys: DirectoryKeys? = nil) async throws
    -> RefusalCode?
  {
    let before = try await world.edition()
    let found = try await refusal {
      try await world.repository.publish(changes, keys: keys ?? world.keys, at: World.time(1))
    }
    let after = try await world.edition()
    #expect((found == nil) != (after == before))
    return found?.code
  }

  @Test func keysThatAreNotThoseOfTheRoot() async throws {
    let world = try await World.open()
    let content = DirectoryChanges(contents: [try TargetPath("packages/a.json"): [1]])
    for keys in [
      DirectoryKeys(targets: [SigningKey()], snapshot: [world.snapshotKey], timestamp: [world.timestampKey]),
      DirectoryKeys(targets: [world.targetsKey], snapshot: [SigningKey()], timestamp: [world.timestampKey]),
      DirectoryKeys(targets: [world.targetsKey], snapshot: [world.snapshotKey], timestamp: [SigningKey()]),
      DirectoryKeys(snapshot: [world.snapshotKey], timestamp: [world.timestampKey]),
      DirectoryKeys(targets: [world.targetsKey], timestamp: [world.timestampKey]), DirectoryKeys(timestamp: []),
    ] {
      #expect(try await refused(world, content, keys) == .tooFewSignatures)
    }
    #expect(try await refused(world, content) == nil)
  }

  /// The key that lies on the server renews the timestamp, and nothing else moves.
  @Test func theTimestampIsRenewedAlone() async throws {
    let world = try await World.open()
    let before = try await world.edition()
    #expect(try await refused(world, DirectoryChanges(), DirectoryKeys(timestamp: [world.timestampKey])) == nil)
    let after = try await world.edition()
    #expect(after.timestamp.content.version == before.timestamp.content.version + 1)
    #expect(after.snapshot == before.snapshot && after.targets == before.targets)
    try await world.client.refresh(at: World.time(2))
  }

  /// Long before they run out, files are signed anew by whoever publishes with their keys.
  @Test func filesAreRenewedInTime() async throws {
    let world = try await World.open()
    for day in stride(from: 2, through: 80, by: 3) {
      if day % 20 == 0 {
        try await world.repository.publish(
          DirectoryChanges(submissions: [world.submission(version: day, world.evaluated, until: (day + 60) * 24)]),
          keys: world.keys, at: World.time(day * 24))
      }
      try await world.repository.publish(keys: world.keys, at: World.time(day * 24))
      try await world.client.refresh(at: World.time(day * 24 + 1))
    }
    #expect(try await world.edition().targets.content.version == 3)
  }

  @Test func submissionsThatDoNotFit() async throws {
    let world = try await World.open()
    let contents = world.evaluated
    let path = try #require(contents.keys.min())
    let stranger = try world.submission(version: 2, contents, by: SigningKey())
    #expect(try await refused(world, DirectoryChanges(submissions: [stranger])) == .tooFewSignatures)
    let old = try world.submission(version: 1, contents)
    #expect(try await refused(world, DirectoryChanges(submissions: [old])) == .rolledBack)
    let late = try world.submission(version: 2, contents, until: 1)
    #expect(try await refused(world, DirectoryChanges(submissions: [late])) == .expired)
    let good = try world.submission(version: 2, contents.merging([path: [1]]) { _, new in new })
    let without = DirectoryChanges.Submission(of: World.evaluator, good.metadata)
    #expect(try await refused(world, DirectoryChanges(submissions: [without])) == .goodsMissing)
    let other = DirectoryChanges.Submission(of: World.evaluator, good.metadata, contents: [path: [2]])
    #expect(try await refused(world, DirectoryChanges(submissions: [other])) == .notAsListed)
    let unlisted = DirectoryChanges.Submission(
      of: World.evaluator, good.metadata, contents: [path: [1], try TargetPath("evaluations/stiftung/x"): [1]])
    #expect(try await refused(world, DirectoryChanges(submissions: [unlisted])) == .notAsListed)
    #expect(try await refused(world, DirectoryChanges(submissions: [good])) == nil)
  }

  /// As a file that an evaluator hands in.
  @Test func submissionsAreReadAsWritten() throws {
    let key = SigningKey()
    let path = try ServicePath.status(of: World.evaluator)
    let content = TargetsMetadata(version: 1, expires: World.time(1), targets: [path: ListedTarget([1])])
    let submission = DirectoryChanges.Submission(
      of: World.evaluator, try SignedMetadata(signing: content, with: [key]), contents: [path: [1]])
    #expect(
      try DirectoryChanges.Submission(canonicalBytes: submission.canonicalBytes, limits: .submission) == submission)
    let object = try #require(submission.json.object)
    for (name, value) in [
      ("v", 2.json), ("delegate", "root".json), ("metadata", "e30".json), ("contents", .fields(["../a": "AQ".json])),
      ("contents", .fields(["a": "A".json])), ("more", 1.json),
    ] as [(String, JSON)] {
      #expect(throws: CodingError.self, "\(name)") {
        try DirectoryChanges.Submission(json: .object(object.with(name, value)))
      }
    }
  }

  @Test func delegationsThatDoNotFit() async throws {
    let world = try await World.open()
    let delegation = try ServicePath.delegation(to: "other", keys: [SigningKey().publicKey])
    #expect(try await refused(world, DirectoryChanges(delegations: ["other": delegation])) == .goodsMissing)
    #expect(try await refused(world, DirectoryChanges(delegations: ["third": delegation])) == .malformed)
    #expect(try await refused(world, DirectoryChanges(delegations: ["other": nil])) == .notFound)
    for name in ["root", "targets", "snapshot", "timestamp", "", "a/b", "..", "ä", ".hidden"] {
      #expect(throws: (any Error).self) { try ServicePath.delegation(to: name, keys: [world.evaluatorKey.publicKey]) }
    }
  }

  @Test func rootsThatDoNotFollow() async throws {
    let world = try await World.open()
    #expect(try await refused(world, DirectoryChanges(root: world.root)) == .rolledBack)
    let fresh = SigningKey()
    let root = try world.nextRoot([.snapshot: ([fresh.publicKey], 1)])
    // The snapshot must be signed anew by the key that the root now names.
    #expect(try await refused(world, DirectoryChanges(root: root)) == .tooFewSignatures)
    var keys = world.keys
    keys.snapshot = [fresh]
    #expect(try await refused(world, DirectoryChanges(root: root), keys) == nil)
  }

  @Test func aDirectoryIsFoundedOnceAndByItsKeys() async throws {
    let world = try await World.open()
    #expect(
      try await refusal { try await world.repository.found(world.root, keys: world.keys, at: World.start) }?.code
        == .idReused)
    let empty = ServiceRepository(records: InMemoryArchive().records)
    #expect(try await refusal { try await empty.publish(keys: world.keys, at: World.start) }?.code == .notFound)
    let half = try SignedMetadata(signing: world.root.content, with: [world.rootKeys[0]])
    #expect(
      try await refusal { try await empty.found(half, keys: world.keys, at: World.start) }?.code == .tooFewSignatures)
    #expect(
      try await refusal { try await empty.found(world.root, keys: world.keys, at: World.time(24 * 365)) }?.code
        == .expired)
    try await empty.found(world.root, keys: world.keys, at: World.start)
  }

  /// Two that publish at once.
  @Test func oneEditionFollowsAnother() async throws {
    let world = try await World.open()
    let codes = try await withThrowingTaskGroup(of: RefusalCode?.self) { group in
      for number in 0..<8 {
        group.addTask {
          try await refusal {
            try await world.repository.publish(
              DirectoryChanges(contents: [try TargetPath("packages/\(number).json"): [UInt8(number)]]),
              keys: world.keys, at: World.time(1))
          }?.code
        }
      }
      return try await group.reduce(into: [RefusalCode?]()) { $0.append($1) }
    }
    #expect(codes.allSatisfy { $0 == nil || $0 == .unavailable })
    let published = codes.count { $0 == nil }
    let edition = try await world.edition()
    #expect(edition.targets.content.targets.count == 1 + published)
    #expect(edition.timestamp.content.version == 2 + published)
  }
}
