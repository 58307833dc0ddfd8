import SemperArchive
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import Testing

@Suite("The arbiter's epochs")
struct ArbiterEpochTests {
  private func secret(_ number: Int, of bench: Bench) async throws -> [UInt8]? {
    try await bench.archive.keys.secret(named: "arbiter-sealing-\(number)")
  }

  @Test("One follows another, and exchanges of both are served")
  func rotation() async throws {
    let bench = try await Bench.started()
    let keeper = ArbiterKeeper(bench.arbiter, policy: Bench.policy, time: StillTime())
    let first = try bench.trade()
    try await keeper.work(at: Bench.time(99_999))
    #expect(bench.arbiter.terms == first.terms.header.arbiter)
    try await keeper.work(at: Bench.time(100_000))
    let second = try bench.trade(at: 100_000)
    #expect(second.terms.header.arbiter.epoch == 1 && first.terms.header.arbiter.epoch == 0)
    #expect(second.terms.header.arbiter.sealingKey != first.terms.header.arbiter.sealingKey)
    for trade in [second, first] {
      let (answer, decision) = try await trade.ask(try trade.resolve(by: .responder), after: 100_001)
      // The first has closed; the escrow of the second opens with its own epoch's key.
      #expect(decision.verdict == (trade.terms == first.terms ? .aborted : .pending))
      if trade.terms == second.terms {
        #expect(try trade.verifier.peerSecret(answer, as: .responder, with: trade.reply) == trade.secrets[.originator])
      }
    }
    let open = try bench.trade(closes: 900_000, at: 99_000)
    #expect(open.terms.header.arbiter.epoch == 1)
  }

  @Test("An exchange of an epoch that has ended closes in time, or is refused")
  func lastClose() async throws {
    let bench = try await Bench.started()
    let keeper = ArbiterKeeper(bench.arbiter, policy: Bench.policy, time: StillTime())
    let (inTime, late) = (try bench.trade(closes: 964_000), try bench.trade(closes: 964_001))
    try await keeper.work(at: Bench.time(100_000))
    try await inTime.ask(try inTime.abort(), after: 200_000)
    await refused(.outsideTerms) { try await late.ask(try late.abort(), after: 200_000) }
    let (_, decision) = try await late.ask(try late.abort(), after: 964_002)
    #expect(decision.cause == .closed, "whoever has locked money all the same gets it back")
  }

  @Test("The key goes when nothing can need it any more; then decisions are repeated, and what has none is aborted")
  func destruction() async throws {
    let bench = try await Bench.started()
    let keeper = ArbiterKeeper(bench.arbiter, policy: Bench.policy, time: StillTime())
    let (decided, silent) = (try bench.trade(closes: 900_000), try bench.trade(closes: 900_000))
    let endless = try bench.trade(closes: 2_000_000)
    try await keeper.work(at: Bench.time(100_000))
    let (answer, _) = try await decided.ask(try decided.abort(), after: 100_001)
    // Ended at 100 000, last close 864 000 later, retention 200 000 after that.
    try await keeper.work(at: Bench.time(1_163_999))
    #expect(try await secret(0, of: bench) != nil)
    try await keeper.work(at: Bench.time(1_164_000))
    #expect(try await secret(0, of: bench) == nil)
    #expect(try await secret(1, of: bench) != nil)
    #expect(
      try await bench.notices().contains {
        if case .epochDestroyed(0, silent.terms.header.arbiter.sealingKey) = $0 { true } else { false }
      })
    await refused(.notFound) { try await silent.ask(try silent.query(by: silent.originator), after: 1_164_001) }
    for call in [try decided.query(by: decided.responder), try decided.resolve(by: .responder)] {
      let (again, _) = try await decided.ask(call, after: 1_164_001)
      #expect(again.decision == answer.decision)
    }
    // Who was away for all that time gets its money back, and both get the same decision, also after a restart.
    let (first, decision) = try await silent.ask(try silent.resolve(by: .responder), after: 1_164_001)
    #expect(decision.verdict == .aborted && decision.cause == .closed && first.sealed == nil)
    // No honest offer led to this exchange; it too is aborted once it has closed.
    await refused(.epochDestroyed) { try await endless.ask(try endless.abort(), after: 1_164_003) }
    let (_, last) = try await endless.ask(try endless.abort(), after: 2_000_001)
    #expect(last.verdict == .aborted && last.cause == .closed)
    let reopened = try await Bench.started(on: bench.archive.reopened(), key: bench.key, at: 2_000_002)
    let second = try await reopened.arbiter.answer(silent.abort(), at: Bench.time(2_000_003))
    #expect(second.decision == first.decision)
  }

  @Test("Another policy begins another epoch; exchanges under the old one are served as it says")
  func policies() async throws {
    let bench = try await Bench.started()
    let old = try bench.trade()
    let other = ArbiterPolicy(
      shortestWindow: Span(seconds: 7_200), longestWindow: Span(seconds: 86_400), longestLife: Span(seconds: 864_000))
    let reopened = try await Bench.started(
      on: bench.archive.reopened(), key: bench.key, at: 10, policy: other)
    #expect(reopened.arbiter.terms.policy == other.digest && reopened.arbiter.terms.epoch == 1)
    _ = try await reopened.arbiter.answer(old.resolve(by: .responder), at: Bench.time(20))
    // The windows of these trades last an hour.
    let new = try reopened.trade()
    await refused(.outsideTerms) { try await new.ask(try new.resolve(by: .responder), after: 20) }
  }

  @Test("A crash at any write of opening and destroying epochs leaves what the next start finishes")
  func crashes() async throws {
    let quiet = InMemoryArchive()
    let key = SigningKey()
    func live(_ archive: InMemoryArchive) async throws -> Bench {
      let bench = try await Bench.started(on: archive, key: key, at: 0)
      let keeper = ArbiterKeeper(bench.arbiter, policy: Bench.policy, time: StillTime())
      for seconds: Int64 in [100_000, 1_164_000] { try await keeper.work(at: Bench.time(seconds)) }
      return bench
    }
    _ = try await live(quiet)
    let writes = quiet.writes.count
    #expect(writes >= 10)
    for write in 1...writes {
      for side in CrashPoint.Side.allCases {
        let archive = InMemoryArchive()
        let doomed = archive.reopened(crash: CrashPoint(write: write, side))
        await #expect(throws: ArchiveError.self) { _ = try await live(doomed) }
        #expect(doomed.hasCrashed)
        let bench = try await live(doomed.reopened())
        let stages = bench.arbiter.epochEntries.map(\.stage)
        #expect(stages.first == .destroyed && stages.last == .offered, "\(side) write \(write)")
        #expect(try await secret(0, of: bench) == nil)
        for entry in bench.arbiter.epochEntries where entry.stage == .offered || entry.stage == .ended {
          let stored = try #require(try await secret(entry.number, of: bench))
          #expect(try SealingKey(rawRepresentation: stored).publicKey == entry.key)
        }
        let notices = try await bench.notices()
        let destroyed = notices.filter { if case .epochDestroyed(0, _) = $0 { true } else { false } }
        #expect(destroyed.count == 1, "\(side) write \(write)")
        for entry in bench.arbiter.epochEntries {
          #expect(
            notices.filter { if case .epochOpened(entry.number, entry.key, _) = $0 { true } else { false } }.count == 1)
        }
      }
    }
  }
}
