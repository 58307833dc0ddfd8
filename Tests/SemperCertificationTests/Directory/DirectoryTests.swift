import SemperArchive
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperModel
import Testing

@testable import SemperCertification

/// A service comes to somebody who has never met it, whole and with what evaluators say.
@Suite struct DirectoryTests {
  @Test func aServiceIsDownloadedVerifiedAndJudged() async throws {
    let world = try await World.open()
    let address = try Address("https://directory.example")
    let transport = InProcessTransport([address: DirectoryRoutes.make(world.repository)])
    let client = ServiceDirectoryClient(RemoteDirectory(transport, at: address), records: world.home.records)
    let service = try #require(await client.service(world.package.service, at: World.time(1)))
    #expect(service.unread.isEmpty)
    let policy = PackagePolicy(
      service: world.package.service, sellers: KeySet([world.sellerKey.publicKey]), time: World.time(1))
    #expect(try VerifiedPackage(verifying: service.package, by: policy).package == world.package)
    let verifier = EvaluationVerifier(policy: EvaluationPolicy(trusted: [.key(world.evaluatorKey.thumbprint)]))
    let verdict = verifier.verdict(
      on: world.package.service, evaluations: service.evaluations, statuses: service.statuses, at: World.time(1))
    #expect(verdict.refusal == nil && verdict.grade == .fair)
    #expect(try await client.service(Digest(plain: [9]), at: World.time(1)) == nil)
  }

  @Test func anEvaluationThatWasWithdrawnCountsNoMore() async throws {
    let world = try await World.open()
    var contents = world.evaluated
    let path = try ServicePath.evaluation(of: world.package.service, by: World.evaluator)
    let evaluation = try SignedStatement(bytes: #require(contents[path]))
    let withdrawal = Withdrawal(of: evaluation.digest, reason: .broken, since: World.time(2))
    contents[try ServicePath.status(of: World.evaluator)] =
      try World.status(2, by: world.evaluatorKey, withdrawing: [withdrawal], at: 2).canonicalBytes
    try await world.repository.publish(
      DirectoryChanges(submissions: [world.submission(version: 2, contents)]), keys: world.keys, at: World.time(2))
    let service = try #require(await world.client.service(world.package.service, at: World.time(3)))
    let verdict = EvaluationVerifier(policy: EvaluationPolicy(trusted: [.key(world.evaluatorKey.thumbprint)])).verdict(
      on: world.package.service, evaluations: service.evaluations, statuses: service.statuses, at: World.time(3))
    #expect(verdict.discounted.map(\.refusal.code) == [.withdrawn])
    #expect(verdict.refusal?.code == .notEvaluated)
  }

  /// A thousand refreshes write nothing where nothing is new.
  @Test func whatIsNotNewIsNotFetchedOrWritten() async throws {
    let world = try await World.open()
    try await world.client.refresh(at: World.time(1))
    let writes = world.home.writes.count
    world.mirror.show(nil, at: "metadata/2.snapshot.json")
    world.mirror.show(nil, at: "metadata/2.targets.json")
    try await world.client.refresh(at: World.time(1))
    #expect(world.home.writes.count == writes)
  }

  @Test func aDirectoryIsBegunWithOnce() async throws {
    let world = try await World.open()
    try await world.client.begin(trusting: world.root.bytes)
    let other = try await World.open()
    #expect(try await refusal { try await world.client.begin(trusting: other.root.bytes) }?.code == .idReused)
    #expect(
      try await refusal {
        try await ServiceDirectoryClient(world.mirror, records: InMemoryArchive().records)
          .refresh(at: World.time(1))
      }?.code == .untrusted)
  }

  /// All keys are changed at once and one after another; clients follow over many roots.
  @Test func clientsFollowThroughRotations() async throws {
    let world = try await World.open()
    try await world.client.refresh(at: World.time(1))
    let fresh = (0..<3).map { _ in SigningKey() }
    let (targets, snapshot, timestamp) = (SigningKey(.ed25519), SigningKey(), SigningKey(.ed25519))
    let second = try world.nextRoot(
      [.root: (fresh.map(\.publicKey), 3), .targets: ([targets.publicKey], 1)],
      signedBy: Array(world.rootKeys[..<2]) + fresh)
    var keys = world.keys
    keys.targets = [targets]
    try await world.repository.publish(DirectoryChanges(root: second), keys: keys, at: World.time(2))
    let third = try world.nextRoot(
      [.snapshot: ([snapshot.publicKey], 1), .timestamp: ([timestamp.publicKey], 1)], after: second, signedBy: fresh)
    keys = DirectoryKeys(targets: [targets], snapshot: [snapshot], timestamp: [timestamp])
    try await world.repository.publish(DirectoryChanges(root: third), keys: keys, at: World.time(3))
    let directory = try await world.client.refresh(at: World.time(4))
    #expect(directory.root.content.version == 3)
    #expect(try await world.client.content(at: world.packagePath, at: World.time(4)) == world.package.canonicalBytes)
    // Someone who comes only now, with the first root.
    let late = world.client(on: InMemoryArchive())
    try await late.begin(trusting: world.root.bytes)
    #expect(try await late.content(at: world.packagePath, at: World.time(4)) == world.package.canonicalBytes)
  }

  /// Keys of one role in several hands: nobody sees the other's key.
  @Test func rootsAreSignedByOneAfterAnother() async throws {
    let world = try await World.open()
    let content = try world.root.content.next(expires: World.time(24 * 700))
    let drafted = try SignedMetadata(signing: content, with: [world.rootKeys[2]])
    #expect(
      try await refusal {
        try await world.repository.publish(DirectoryChanges(root: drafted), keys: world.keys, at: World.time(1))
      }?.code == .tooFewSignatures)
    let sent = try SignedMetadata<RootMetadata>(reading: drafted.bytes)
    let signed = try #require(try sent.cosigned(by: world.rootKeys[0]))
    try await world.repository.publish(DirectoryChanges(root: signed), keys: world.keys, at: World.time(1))
    #expect(try await world.client.refresh(at: World.time(1)).root == signed)
  }
}
