import SemperArchive
import SemperCryptography
import SemperModel
import Testing

@testable import SemperCertification

/// A directory that does not answer is believed for as long as the timestamp that was last seen, and no longer.
@Suite struct KeptDirectoryTests {
  private static let copies = RecordTable("directory_copy")

  @Test func whatWasSeenIsThereWhileItsTimestampIs() async throws {
    let world = try await World.open()
    let seen = try #require(await world.client.service(world.package.service, at: World.time(1)))
    // Nobody is asked: another state of the mirror makes no difference.
    for path in ["metadata/timestamp.json", "metadata/2.root.json"] { world.mirror.show([1], at: path) }
    let kept = try #require(await world.client.kept.service(world.package.service, at: World.time(20)))
    #expect(kept.package == seen.package && kept.evaluations == seen.evaluations && kept.statuses == seen.statuses)
    #expect(try await world.client.kept.service(Digest(plain: [9]), at: World.time(20)) == nil)
    let late = try await refusal { _ = try await world.client.kept.service(world.package.service, at: World.time(25)) }
    #expect(late?.code == .expired && late?.blame == .provider)
  }

  @Test func whatWasNeverSeenIsNotThere() async throws {
    let world = try await World.open()
    let unseen = try await refusal { _ = try await world.client.kept.service(world.package.service, at: World.time(1)) }
    #expect(unseen?.code == .notAsListed)
    try await world.client.refresh(at: World.time(1))
    let uncopied = try await refusal {
      _ = try await world.client.kept.service(world.package.service, at: World.time(1))
    }
    #expect(uncopied?.code == .unavailable && uncopied?.blame == .environment)
  }

  @Test func aDirectoryThatLiesIsBelievedAsItWas() async throws {
    let world = try await World.open()
    _ = try await world.client.service(world.package.service, at: World.time(1))
    let edition = try await world.repository.publish(keys: world.keys, at: World.time(10))
    try await world.client.refresh(at: World.time(10))
    world.mirror.show([1], at: "metadata/timestamp.json")
    let lie = try await refusal { _ = try await world.client.service(world.package.service, at: World.time(11)) }
    #expect(lie?.code == .malformed)
    #expect(try await world.client.trusted()?.timestamp?.content.version == edition.timestamp.content.version)
    #expect(try await world.client.kept.service(world.package.service, at: World.time(30)) != nil)
  }

  @Test func aCopyIsTheOneThatIsListedOrNone() async throws {
    let world = try await World.open()
    _ = try await world.client.service(world.package.service, at: World.time(1))
    try await world.home.records.transact { transaction in
      for (key, _) in try transaction.list(Self.copies, prefix: [], after: nil, limit: 10) {
        try transaction.set([1, 2, 3], for: key, in: Self.copies)
      }
    }
    let spoiled = try await refusal {
      _ = try await world.client.kept.service(world.package.service, at: World.time(2))
    }
    #expect(spoiled?.code == .notAsListed)
  }

  @Test func copiesAreFew() async throws {
    let home = InMemoryArchive()
    let copies = ContentCopies(records: home.records)
    for number in 0..<140 {
      let bytes = [UInt8(number % 256), 7]
      try await copies.keep(bytes, of: ListedTarget(bytes))
    }
    let long = Array(repeating: UInt8(0), count: (1 << 20) + 1)
    try await copies.keep(long, of: ListedTarget(long))
    #expect(try await copies.content(ListedTarget(long)) == nil)
    #expect(try await copies.content(ListedTarget([139, 7])) == [139, 7])
    #expect(try await home.records.read { try $0.list(Self.copies, prefix: [], after: nil, limit: 500) }.count == 128)
  }

  @Test func whatIsForgottenIsBegunAnew() async throws {
    let world = try await World.open()
    try await world.client.refresh(at: World.time(1))
    #expect(try await world.client.trusted() != nil)
    try await world.client.forget()
    #expect(try await world.client.trusted() == nil)
    #expect(try await refusal { try await world.client.refresh(at: World.time(1)) }?.code == .untrusted)
    let other = try await World.open()
    try await world.client.begin(trusting: other.root.bytes)
    #expect(try await world.client.trusted()?.root == other.root)
  }
}
