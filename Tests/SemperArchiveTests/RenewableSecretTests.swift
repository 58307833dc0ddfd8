import SemperArchive
import Testing

/// A secret that is replaced, by a process that dies at each of its writes.
@Suite struct RenewableSecretTests {
  private static let name = "card-brand"

  @Test(arguments: 1...9) func whoeverIsKilledHasTheEarlierOneOrTheLater(_ write: Int) async throws {
    for side in [CrashPoint.Side.before, .after] {
      let mortal = InMemoryArchive().reopened(crash: CrashPoint(write: write, side))
      var done: UInt8 = 0
      do {
        for round in 1...5 as ClosedRange<UInt8> {
          try await RenewableSecret(named: Self.name, in: mortal.keys).replace(with: [round])
          done = round
        }
      } catch is ArchiveError {}
      #expect(mortal.hasCrashed)
      let archive = mortal.reopened()
      let secret = RenewableSecret(named: Self.name, in: archive.keys)
      let found = try await secret.current()
      let earlier: [UInt8]? = done == 0 ? nil : [done]
      #expect(found == earlier || found == [done + 1])
      // And it goes on, with one secret in the end.
      for round in 101...103 as ClosedRange<UInt8> {
        try await secret.replace(with: [round])
        #expect(try await secret.current() == [round])
      }
      var left = 0
      for place in [Self.name, Self.name + "/even", Self.name + "/odd"] {
        if try await archive.keys.secret(named: place) != nil { left += 1 }
      }
      #expect(left == 1)
    }
  }

  @Test func whatStoodWithoutANumberIsReplaced() async throws {
    let keys = InMemoryArchive().keys
    try await keys.store([1, 2, 3], named: Self.name)
    let secret = RenewableSecret(named: Self.name, in: keys)
    #expect(try await secret.current() == [1, 2, 3])
    try await secret.replace(with: [])
    #expect(try await secret.current() == [])
    #expect(try await keys.secret(named: Self.name) == nil)
  }
}
