import SemperArchive
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import Testing

@Suite("Complaint windows end though nobody calls")
struct ArbiterKeeperTests {
  private func verdicts(_ bench: Bench) async throws -> [ArbiterDecision] {
    try await bench.log().filter { $0.kind == .decision }.map {
      try VerifiedStatement<ArbiterDecision>(verifying: $0, keys: KeySet([bench.key.publicKey])).content
    }
  }

  @Test("In the order of their ends, at their time, while the arbiter's service runs")
  func order() async throws {
    let bench = try await Bench.started()
    let time = VirtualTime(now: Bench.time(0))
    let keeper = ArbiterKeeper(bench.arbiter, policy: Bench.policy, time: time)
    // The second was asked for later, so its window ends later; a third is asked for while the keeper sleeps.
    let trades = [try bench.trade(), try bench.trade(), try bench.trade()]
    try await trades[1].ask(try trades[1].resolve(by: .responder), after: 0)
    try await trades[0].ask(try trades[0].resolve(by: .originator), after: 30)
    let running = Task { try await keeper.run() }
    func sleeps(until seconds: Int64) async { while time.nextWaking != Bench.time(seconds) { await Task.yield() } }
    await sleeps(until: 3_600)
    try await trades[2].ask(try trades[2].resolve(by: .responder), after: 10)
    time.advance(to: Bench.time(3_599))
    #expect(try await bench.arbiter.status().tally.open == 3)
    time.advance(to: Bench.time(3_600))
    await sleeps(until: 3_630)
    time.advance(to: Bench.time(3_700))
    while try await bench.arbiter.status().tally.open > 0 { await Task.yield() }
    running.cancel()
    _ = await running.result
    let ended = try await verdicts(bench).filter { $0.verdict == .resolved }
    // The third was asked for at 30 by the arbiter's clock, which had been there already.
    #expect(ended.map(\.exchange).first == trades[1].terms.id)
    #expect(Set(ended.map(\.exchange)) == Set(trades.map(\.terms.id)))
    #expect(ended.allSatisfy { $0.cause == .windowEnded })
    #expect(ended.map(\.issued) == ended.map(\.issued).sorted())
    #expect(try await bench.arbiter.status().tally.resolved == 3)
  }

  @Test("Also after a restart, each once, and crashes in between change nothing")
  func restart() async throws {
    let quiet = try await prepared(InMemoryArchive())
    let before = quiet.archive.writes.count
    try await finish(quiet)
    for write in before + 1...quiet.archive.writes.count {
      for side in CrashPoint.Side.allCases {
        let bench = try await prepared(InMemoryArchive())
        let doomed = bench.archive.reopened(crash: CrashPoint(write: write, side))
        await #expect(throws: ArchiveError.self) {
          try await finish(try await Bench.started(on: doomed, key: bench.key, at: 5_000))
          _ = try await doomed.records.transact { try $0.set([1], for: [1], in: RecordTable("more")) }
          _ = try await doomed.records.transact { try $0.set([1], for: [1], in: RecordTable("more")) }
          _ = try await doomed.records.transact { try $0.set([1], for: [1], in: RecordTable("more")) }
        }
        let again = try await Bench.started(on: doomed.reopened(), key: bench.key, at: 5_000)
        try await finish(again)
        let all = try await verdicts(again)
        #expect(all.filter { $0.verdict == .resolved }.count == 3, "\(side) write \(write)")
        #expect(all.count == 6)
        #expect(try await again.arbiter.status().tally.open == 0)
      }
    }
  }

  private func prepared(_ archive: InMemoryArchive) async throws -> Bench {
    let bench = try await Bench.started(on: archive)
    for seconds: Int64 in [0, 1, 2] {
      let trade = try bench.trade()
      try await trade.ask(try trade.resolve(by: .responder), after: seconds)
    }
    return bench
  }

  private func finish(_ bench: Bench) async throws {
    try await ArbiterKeeper(bench.arbiter, policy: Bench.policy, time: StillTime()).work(at: Bench.time(5_000))
  }

  @Test("A clock that goes back opens nothing again and closes nothing early, also over a restart")
  func clock() async throws {
    let bench = try await Bench.started()
    let (first, second) = (try bench.trade(), try bench.trade())
    try await first.ask(try first.resolve(by: .responder), after: 0)
    let (ended, _) = try await first.ask(try first.query(by: first.responder), after: 3_600)
    let reopened = try await Bench.started(on: bench.archive.reopened(), key: bench.key, at: -50_000)
    let again = try await reopened.arbiter.answer(first.query(by: first.responder), at: Bench.time(-50_000))
    #expect(again.decision == ended.decision)
    // Asked for while the clock is wrong: its window counts from the latest time that was.
    let answer = try await reopened.arbiter.answer(second.resolve(by: .responder), at: Bench.time(-50_000))
    let pending = try second.verifier.decision(answer.decision, commits: nil).content
    #expect(pending.issued == Bench.time(3_600) && pending.closes == Bench.time(7_200))
    let keeper = ArbiterKeeper(reopened.arbiter, policy: Bench.policy, time: StillTime())
    #expect(try await keeper.work(at: Bench.time(-49_000)) == 0)
    #expect(try await keeper.work(at: Bench.time(7_199)) == 0)
    #expect(try await keeper.work(at: Bench.time(7_200)) == 1)
  }
}
