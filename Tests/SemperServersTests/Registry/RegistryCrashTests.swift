import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements
import Testing

@testable import SemperServers

/// The issuer with its registry dies before and after every durable write: who asks again gets one answer for ever, and
/// what has become invalid stays so.
@Suite struct RegistryCrashTests {
  private let bench: RegistryBench

  init() throws { bench = try RegistryBench() }

  @Test func diesAtEveryWrite() async throws {
    let plain = InMemoryArchive()
    for step in bench.steps { _ = try await step(plain) }
    // Founding, two grants, two words, an entry and its end.
    #expect(plain.writes.count == bench.steps.count)
    for write in 1...plain.writes.count {
      for side in CrashPoint.Side.allCases {
        try await dies(CrashPoint(write: write, side), "\(side) write \(write)")
      }
    }
  }

  private func dies(_ crash: CrashPoint, _ place: Comment) async throws {
    var archive = InMemoryArchive().reopened(crash: crash)
    var hasDied = false
    /// Who gets no answer asks again.
    func answer(_ step: RegistryBench.Step) async throws -> [UInt8] {
      do {
        return try await step(archive)
      } catch  where archive.hasCrashed {
        archive = archive.reopened()
        hasDied = true
        return try await step(archive)
      }
    }
    var said: [[UInt8]] = []
    for step in bench.steps {
      said.append(try await answer(step))
      #expect(try await answer(step) == said.last, place)
    }
    #expect(hasDied, place)
    // What was said before it died is what is said at the end; only the entry has ended since.
    for (step, word) in zip(bench.steps, said).enumerated().filter({ $0.offset != 5 }).map(\.element) {
      #expect(try await answer(step) == word, place)
    }
    #expect(try await bench.book(on: archive).enter(bench.status).outcome != nil, "entering again makes nothing valid")
  }
}
