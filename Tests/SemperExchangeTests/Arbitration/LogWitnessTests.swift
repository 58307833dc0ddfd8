import SemperArchive
import SemperCryptography
import SemperExchange
import SemperModel
import Testing

@Suite("A witness cosigns only what extends what it has seen")
struct LogWitnessTests {
  private let archive = InMemoryArchive()
  private let key = SigningKey()
  private var witness: LogWitness { LogWitness(records: archive.records, key: key) }

  private func grow(_ bench: Bench) async throws -> (SignedStatement, LogHead) {
    let trade = try bench.trade(data: false)
    try await trade.ask(try trade.abort())
    return (try await bench.arbiter.checkpoint(at: Bench.time(0)), try await bench.head())
  }

  @Test("Growth with a proof is cosigned, a repetition answered with what was said, everything else refused for ever")
  func growth() async throws {
    let bench = try await Bench.started()
    let log = bench.key.publicKey
    let (first, old) = try await grow(bench)
    let said = try await witness.cosign(first, of: log, proof: nil, at: Bench.time(1))
    #expect(try said.verified(log: log).1.head == old)
    let (second, new) = try await grow(bench)
    await refused(.proofInvalid) { _ = try await witness.cosign(second, of: log, proof: nil, at: Bench.time(2)) }
    let wrong = try await bench.arbiter.consistency(from: 1, to: new.size)
    await refused(.proofInvalid) { _ = try await witness.cosign(second, of: log, proof: wrong, at: Bench.time(2)) }
    let proof = try await bench.arbiter.consistency(from: old.size, to: new.size)
    let next = try await witness.cosign(second, of: log, proof: proof, at: Bench.time(2))
    #expect(try await LogWitness(records: archive.reopened().records, key: key).last(of: log.thumbprint) == next)
  }

  @Test("A log that shrinks, or has two roots for one size, is refused with both in hand")
  func forks() async throws {
    let bench = try await Bench.started()
    let (_, _) = try await grow(bench)
    // Another log of the same key: what a copy of the store would become.
    let other = try await Bench.started(key: bench.key)
    let (short, _) = try await grow(other)
    let (long, _) = try await grow(bench)
    let log = bench.key.publicKey
    let seen = try await witness.cosign(long, of: log, proof: nil, at: Bench.time(1))
    await refused(.proofInvalid) { _ = try await witness.cosign(short, of: log, proof: nil, at: Bench.time(2)) }
    let (sameSize, head) = try await grow(other)
    #expect(head.size == (try seen.verified(log: log).0.head.size))
    await refused(.proofInvalid) { _ = try await witness.cosign(sameSize, of: log, proof: nil, at: Bench.time(2)) }
    let (longer, later) = try await grow(other)
    let proof = try await other.arbiter.consistency(from: head.size, to: later.size)
    await refused(.proofInvalid) { _ = try await witness.cosign(longer, of: log, proof: proof, at: Bench.time(2)) }
    #expect(try await witness.last(of: log.thumbprint) == seen)
    let reopened = LogWitness(records: archive.reopened().records, key: key)
    #expect(try await reopened.contradiction(of: log.thumbprint) == longer)
  }

  @Test("After a start the same head is cosigned anew, for that start")
  func startsAnew() async throws {
    let archive = InMemoryArchive()
    let bench = try await Bench.started(on: archive)
    let (first, head) = try await grow(bench)
    let log = bench.key.publicKey
    let seen = try await witness.cosign(first, of: log, proof: nil, at: Bench.time(1))
    let back = Bench(on: archive.reopened(), key: bench.key)
    try await back.arbiter.start(policy: Bench.policy, at: Bench.time(2), awaitsWitness: true)
    let shown = try await back.arbiter.checkpoint(at: Bench.time(3))
    let made = try await witness.cosign(shown, of: log, proof: nil, at: Bench.time(3))
    #expect(made != seen)
    #expect(try made.verified(log: log).1.head == head)
    #expect(try made.verified(log: log).1.start != nil)
    // A cosignature of before does not go with the new checkpoint.
    let mixed = WitnessedCheckpoint(checkpoint: shown, cosignature: seen.cosignature)
    #expect(throws: Refusal.self) { _ = try mixed.verified(log: log) }
  }

  @Test("Only the log's own key makes checkpoints of it")
  func strangers() async throws {
    let bench = try await Bench.started()
    let (signed, _) = try await grow(bench)
    await refused(.badSignature) {
      _ = try await witness.cosign(signed, of: SigningKey().publicKey, proof: nil, at: Bench.time(1))
    }
  }
}
