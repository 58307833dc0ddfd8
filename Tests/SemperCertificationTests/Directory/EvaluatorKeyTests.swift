import SemperCryptography
import SemperModel
import Testing

@testable import SemperCertification

/// An evaluator's key speaks for the evaluator's folder, as long as the directory delegates to it, and for nothing else.
@Suite struct EvaluatorKeyTests {
  private static let role = World.evaluator

  /// A thief of the evaluator's key, with the keys of snapshot and timestamp in the same hands, after the directory has given
  /// the evaluator another key.
  @Test func aStolenKeyIsWorthNothingAfterItsRevocation() async throws {
    let world = try await World.open()
    let fresh = SigningKey(.ed25519)
    let delegation = try ServicePath.delegation(to: Self.role, keys: [fresh.publicKey])
    // Without a file by the new key nobody could read the evaluator's part, so it must come with the change.
    #expect(
      try await refusal {
        try await world.repository.publish(
          DirectoryChanges(delegations: [Self.role: delegation]), keys: world.keys, at: World.time(1))
      }?.code == .tooFewSignatures)
    try await world.repository.publish(
      DirectoryChanges(
        delegations: [Self.role: delegation],
        submissions: [world.submission(version: 2, world.evaluated, by: fresh)]),
      keys: world.keys, at: World.time(1))
    #expect(try await world.client.service(world.package.service, at: World.time(1))?.evaluations.count == 1)
    let stolen = try world.submission(version: 3, [ServicePath.status(of: Self.role): [1]])
    let edition = try await world.edition()
    var files = edition.snapshot.content.files
    files[Self.role] = ListedFile(stolen.metadata)
    let snapshot = try world.snapshot(50, files, by: world.snapshotKey)
    world.show(snapshot, try world.timestamp(50, of: snapshot, by: world.timestampKey))
    world.mirror.show(stolen.metadata.bytes, at: "metadata/3.\(Self.role).json")
    let service = try #require(await world.client.service(world.package.service, at: World.time(1)))
    #expect(service.unread[Self.role]?.code == .tooFewSignatures && service.evaluations.isEmpty)
  }

  @Test func anEvaluatorThatIsNoLongerOneIsNotAsked() async throws {
    let world = try await World.open()
    #expect(try await world.client.service(world.package.service, at: World.time(1))?.evaluations.count == 1)
    try await world.repository.publish(
      DirectoryChanges(delegations: [Self.role: nil]), keys: world.keys, at: World.time(2))
    let service = try #require(await world.client.service(world.package.service, at: World.time(2)))
    #expect(service.evaluations.isEmpty && service.unread.isEmpty)
    #expect(
      try await world.client.content(at: ServicePath.status(of: Self.role), at: World.time(2)) == nil)
    let late = try world.submission(version: 2, world.evaluated)
    #expect(
      try await refusal {
        try await world.repository.publish(DirectoryChanges(submissions: [late]), keys: world.keys, at: World.time(2))
      }?.code == .untrusted)
  }

  /// It lists a package of its own making; the directory refuses that, and clients do not look there for packages.
  @Test func anEvaluatorSpeaksForItsFolderOnly() async throws {
    let world = try await World.open()
    let path = try TargetPath("packages/forged.json")
    let forged = try world.submission(version: 2, [path: [1]])
    #expect(
      try await refusal {
        try await world.repository.publish(DirectoryChanges(submissions: [forged]), keys: world.keys, at: World.time(1))
      }?.code == .untrusted)
    let edition = try await world.edition()
    var files = edition.snapshot.content.files
    files[Self.role] = ListedFile(forged.metadata)
    let snapshot = try world.snapshot(50, files, by: world.snapshotKey)
    world.show(snapshot, try world.timestamp(50, of: snapshot, by: world.timestampKey))
    world.mirror.show(forged.metadata.bytes, at: "metadata/2.\(Self.role).json")
    #expect(try await world.client.content(at: path, at: World.time(1)) == nil)
  }

  /// An evaluator that forgets to renew its file stops itself, and neither the directory nor the others.
  @Test func aFileThatHasRunOutHoldsUpNobodyElse() async throws {
    let world = try await World.open()
    let short = try world.submission(version: 2, world.evaluated, until: 3)
    try await world.repository.publish(DirectoryChanges(submissions: [short]), keys: world.keys, at: World.time(2))
    try await world.repository.publish(keys: world.keys, at: World.time(5))
    let service = try #require(await world.client.service(world.package.service, at: World.time(5)))
    #expect(service.unread[Self.role]?.code == .expired)
  }
}
