import SemperArchive
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperTesting
import Synchronization
import Testing

@Suite("There is one logical arbiter")
struct ArbiterStandingTests {
  @Test("A second start on one store ends the first one's deciding; both answer what was decided")
  func superseded() async throws {
    let first = try await Bench.started()
    let (known, unknown) = (try first.trade(), try first.trade())
    let (answer, _) = try await known.ask(try known.abort())
    let second = try await Bench.started(on: first.archive, key: first.key, at: 1)
    await refused(.unavailable) { try await unknown.ask(try unknown.abort(), after: 2) }
    #expect(first.arbiter.standing == .superseded)
    await refused(.unavailable) { try await unknown.ask(try unknown.abort(), after: 3) }
    let (again, _) = try await known.ask(try known.query(by: known.responder), after: 3)
    #expect(again.decision == answer.decision)
    #expect(try await second.arbiter.answer(unknown.abort(), at: Bench.time(4)).decision.kind == .decision)
    #expect(
      try await ArbiterKeeper(first.arbiter, policy: Bench.policy, time: StillTime()).work(at: Bench.time(9)) == 0)
    let decisions = try await second.log().filter { $0.kind == .decision }
    #expect(decisions.count == 2)
  }

  @Test("An arbiter that was never started decides nothing on a store that one was started on")
  func unstarted() async throws {
    let bench = try await Bench.started()
    let trade = try bench.trade()
    let bare = Arbiter(
      records: bench.archive.records, signingKey: bench.key, sealingKey: SealingKey(), epoch: 0, policy: Bench.policy,
      data: TestDataStore())
    let other = try Trade(with: bare)
    await refused(.unavailable) { try await other.ask(try other.abort()) }
    try await trade.ask(try trade.abort())
  }

  @Test("A store that lags behind what stands outside repeats old decisions and decides nothing")
  func lost() async throws {
    let (archive, outside) = (InMemoryArchive(), OutsideMemory())
    let bench = try await Bench.started(on: archive, memory: outside)
    let (known, pending, gap) = (try bench.trade(), try bench.trade(), try bench.trade())
    let (answer, _) = try await known.ask(try known.abort())
    try await pending.ask(try pending.resolve(by: .responder), after: 1)
    let behind = try #require(outside.newest())
    // What the gap holds: an abort. The outside has seen it.
    try await gap.ask(try gap.abort(), after: 2)
    #expect(outside.newest() != behind)
    let old = try await Self.copy(of: archive, without: 1)

    let restored = try await Bench.started(on: old, key: bench.key, memory: outside, at: 10)
    #expect(restored.arbiter.standing == .queryOnly(witnessed: 5))
    for call in [try gap.resolve(by: .responder), try gap.abort(), try gap.query(by: gap.originator)] {
      await refused(.decisionLost) { _ = try await restored.arbiter.answer(call, at: Bench.time(11)) }
    }
    let again = try await restored.arbiter.answer(known.query(by: known.responder), at: Bench.time(11))
    #expect(again.decision == answer.decision)
    // The window has ended, but it may have ended otherwise in the gap.
    for call in [try pending.query(by: pending.originator), try pending.accept(by: pending.responder)] {
      let still = try await restored.arbiter.answer(call, at: Bench.time(5_000))
      #expect(try pending.verifier.decision(still.decision, commits: nil).content.verdict == .pending)
    }
    let size = try await restored.head().size
    try await ArbiterKeeper(restored.arbiter, policy: Bench.policy, time: StillTime()).work(at: Bench.time(900_000))
    #expect(try await restored.head().size == size, "nothing was written")

    // With the newest store in its place it decides again.
    let back = try await Bench.started(on: archive.reopened(), key: bench.key, memory: outside, at: 12)
    #expect(back.arbiter.standing == .deciding)
    let settled = try await back.arbiter.answer(gap.resolve(by: .responder), at: Bench.time(13))
    #expect(try gap.verifier.decision(settled.decision, commits: nil).content.verdict == .aborted)
  }

  @Test("A checkpoint outside that has been lost, or is somebody else's, is no reason to decide")
  func outsideLost() async throws {
    let (archive, outside) = (InMemoryArchive(), OutsideMemory())
    let bench = try await Bench.started(on: archive, memory: outside)
    let trade = try bench.trade()
    outside.put(nil)
    await refused(.decisionLost) { try await trade.ask(try trade.abort()) }
    let again = try await Bench.started(on: archive.reopened(), key: bench.key, memory: outside, at: 1)
    #expect(again.arbiter.standing == .queryOnly(witnessed: nil))
    let stranger = try await Bench.started()
    outside.put(try await stranger.arbiter.checkpoint(at: Bench.time(0)))
    let other = Bench(on: archive.reopened(), key: bench.key, memory: outside)
    await refused(.badSignature) { try await other.arbiter.start(policy: Bench.policy, at: Bench.time(2)) }
  }

  @Test("Two instances on copies of one store: the one that comes second to the place outside decides no more")
  func copies() async throws {
    let (archive, outside) = (InMemoryArchive(), OutsideMemory())
    let original = try await Bench.started(on: archive, memory: outside)
    let (before, contested) = (try original.trade(), try original.trade())
    try await before.ask(try before.abort())
    let copy = try await Bench.started(
      on: try await Self.copy(of: archive, without: 0), key: original.key, memory: outside, at: 1)
    #expect(copy.arbiter.standing == .deciding, "so far it is an extension")
    let decided = try await copy.arbiter.answer(contested.abort(), at: Bench.time(2))
    await refused(.decisionLost) { try await contested.ask(try contested.resolve(by: .responder), after: 3) }
    #expect(original.arbiter.standing == .queryOnly(witnessed: 5))
    let again = try await copy.arbiter.answer(contested.resolve(by: .responder), at: Bench.time(4))
    #expect(again.decision == decided.decision)
  }

  @Test("Of two instances on copies that decide at one moment, one decision leaves, whoever asks and however")
  func race() async throws {
    let (archive, outside) = (InMemoryArchive(), OutsideMemory())
    let original = try await Bench.started(on: archive, memory: outside)
    let (before, contested) = (try original.trade(), try original.trade())
    let (known, _) = try await before.ask(try before.abort())
    let copied = try await Self.copy(of: archive, without: 0)
    let shown = try await original.log()
    // The original has looked outside, and decided in its store; then the copy starts and decides otherwise.
    let decided = Mutex<ArbiterAnswer?>(nil)
    outside.beforeNext {
      let copy = try await Bench.started(on: copied, key: original.key, memory: outside, at: 1)
      let answer = try await copy.arbiter.answer(contested.resolve(by: .responder), at: Bench.time(2))
      decided.withLock { $0 = answer }
    }
    await refused(.decisionLost) { try await contested.ask(try contested.abort()) }
    let answer = try #require(decided.withLock { $0 })
    #expect(try contested.verifier.decision(answer.decision, commits: nil).content.verdict == .pending)
    #expect(original.arbiter.standing == .queryOnly(witnessed: 5))

    // What the original has decided lies in its store, and is shown to nobody, also after it has been started again.
    func check(_ bench: Bench) async throws {
      #expect(!bench.arbiter.standing.decides)
      await refused(.decisionLost) {
        _ = try await bench.arbiter.answer(contested.query(by: contested.originator), at: Bench.time(4))
      }
      #expect(try await bench.log() == shown)
      #expect(try await bench.head().size == shown.count)
      #expect(try await bench.arbiter.status().head?.size == shown.count)
      await refused(.notFound) {
        _ = try await bench.arbiter.inclusion(of: bench.arbiter.number(of: contested.terms.id), at: Bench.time(4))
      }
      await refused(.notFound) {
        _ = try await bench.arbiter.consistency(from: 1, to: shown.count + 1)
      }
      let old = try await bench.arbiter.answer(before.query(by: before.responder), at: Bench.time(4))
      #expect(old.decision == known.decision)
    }
    try await check(original)
    try await check(Bench.started(on: archive.reopened(), key: original.key, memory: outside, at: 3))
  }

  @Test("A place outside that was put back to what it held before is not believed, running or at a start")
  func outsidePutBack() async throws {
    let (archive, outside) = (InMemoryArchive(), OutsideMemory())
    let bench = try await Bench.started(on: archive, memory: outside)
    let (first, second) = (try bench.trade(), try bench.trade())
    let behind = outside.newest()
    try await first.ask(try first.abort())
    outside.put(behind)
    await refused(.decisionLost) { try await second.ask(try second.abort()) }
    let again = try await Bench.started(on: archive.reopened(), key: bench.key, memory: outside, at: 1)
    #expect(!again.arbiter.standing.decides)
  }

  // Several times, because the calls must meet at one moment of noting: a shorter checkpoint once took the place of a longer
  // one, and the arbiter then took itself for an old copy; one time in three.
  @Test(
    "Fifty calls at once leave one checkpoint outside that holds them all, and nobody takes itself for another",
    arguments: 1...8)
  func crowd(_ time: Int) async throws {
    let outside = OutsideMemory()
    let bench = try await Bench.started(memory: outside)
    let trades = try (0..<50).map { _ in try bench.trade(data: false) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for trade in trades { group.addTask { try await trade.ask(try trade.abort()) } }
      try await group.waitForAll()
    }
    #expect(bench.arbiter.standing == .deciding)
    let noted = try VerifiedStatement<Checkpoint>(
      verifying: try #require(outside.newest()), keys: KeySet([bench.key.publicKey]))
    #expect(try await bench.head() == noted.content.head)
    #expect(try await bench.log().filter { $0.kind == .decision }.count == 50)
  }

  @Test("A witness that has seen more stops an arbiter, one that has seen as much lets a waiting one begin")
  func witnesses() async throws {
    let archive = InMemoryArchive()
    let bench = try await Bench.started(on: archive)
    let trade = try bench.trade()
    try await trade.ask(try trade.abort())
    let witness = LogWitness(records: InMemoryArchive().records, key: SigningKey())
    let known: Set = [witness.publicKey.thumbprint]
    let old = try await Self.copy(of: archive, without: 1)
    func cosigned(_ bench: Bench) async throws -> WitnessedCheckpoint {
      try await witness.cosign(
        bench.arbiter.checkpoint(at: Bench.time(0)), of: bench.key.publicKey, proof: nil, at: Bench.time(1))
    }
    let seen = try await cosigned(bench)
    await refused(.untrusted) {
      try await bench.arbiter.take(seen, from: [bench.key.thumbprint], policy: Bench.policy, at: Bench.time(1))
    }
    try await bench.arbiter.take(seen, from: known, policy: Bench.policy, at: Bench.time(1))
    #expect(try await bench.arbiter.witnessed() == [seen])

    let other = try bench.trade()
    let restored = Bench(on: old, key: bench.key)
    try await restored.arbiter.start(policy: Bench.policy, at: Bench.time(2), awaitsWitness: true)
    #expect(restored.arbiter.standing == .awaitingWitness)
    let call = try other.abort()
    await refused(.unavailable) { _ = try await restored.arbiter.answer(call, at: Bench.time(3)) }
    try await restored.arbiter.take(seen, from: known, policy: Bench.policy, at: Bench.time(3))
    #expect(restored.arbiter.standing == .queryOnly(witnessed: 3))
    await refused(.decisionLost) { _ = try await restored.arbiter.answer(call, at: Bench.time(3)) }

    let back = Bench(on: archive.reopened(), key: bench.key)
    try await back.arbiter.start(policy: Bench.policy, at: Bench.time(2), awaitsWitness: true)
    // What the witness said before this start is no answer, whoever brings it; it has to be asked.
    await refused(.expired) {
      try await back.arbiter.take(seen, from: known, policy: Bench.policy, at: Bench.time(3))
    }
    #expect(back.arbiter.standing == .awaitingWitness)
    try await back.arbiter.take(cosigned(back), from: known, policy: Bench.policy, at: Bench.time(3))
    #expect(back.arbiter.standing == .deciding)
    _ = try await back.arbiter.answer(call, at: Bench.time(4))
  }

  /// The records of an archive as an old backup has them: without the last entries of the log and what came with them.
  /// Made by taking the log and all that is derived from it back, as a copy made then would be.
  static func copy(of archive: InMemoryArchive, without last: Int) async throws -> InMemoryArchive {
    let copy = InMemoryArchive()
    let content = try await archive.records.read { reader in
      let size = try reader.count(of: RecordTable("decision_log")) - last
      let log = try reader.entries(of: RecordTable("decision_log"), from: 0, limit: size)
      let kept = ["arbiter_epochs", "arbiter_generation", "arbiter_outside", "arbiter_clock"]
      let tables = try (kept + ["decisions"]).map { name in
        (name, try reader.list(RecordTable(name), prefix: [], after: nil, limit: 1_000))
      }
      return (log, tables)
    }
    let (log, tables) = content
    // A record belongs to the copy when its decision is in the copy's log.
    let text = log.map { String(decoding: $0, as: UTF8.self) }.joined()
    for number in 0..<8 {
      let name = "arbiter-sealing-\(number)"
      if let secret = try await archive.keys.secret(named: name) { try await copy.keys.store(secret, named: name) }
    }
    try await copy.records.transact { transaction in
      for entry in log { _ = try transaction.append(entry, to: RecordTable("decision_log")) }
      for (name, rows) in tables {
        for (key, value) in rows {
          if name == "decisions" {
            let record = String(decoding: value, as: UTF8.self)
            guard let payload = record.firstMatch(of: /"decision":\{"payload":"([^"]+)"/)?.1, text.contains(payload)
            else { continue }
          }
          _ = try transaction.insert(value, for: key, in: RecordTable(name))
        }
      }
    }
    return copy
  }
}
