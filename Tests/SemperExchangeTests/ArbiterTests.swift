import SemperArchive
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import Testing

/// The arbiter's rules, call by call: one durable decision for each exchange.
@Suite struct ArbiterTests {
  @Test func anAbortIsFinal() async throws {
    let trade = try Trade()
    let (answer, decision) = try await trade.ask(try trade.abort())
    #expect(decision.verdict == .aborted && decision.cause == .asked)
    for call in [
      try trade.resolve(by: .responder), try trade.resolve(by: .originator), try trade.query(by: trade.responder),
    ] {
      let (later, _) = try await trade.ask(call, after: 100)
      #expect(later.decision == answer.decision)
      #expect(later.sealed == nil)
    }
  }

  @Test func dataIsResolvedOnlyAfterItsWindow() async throws {
    let trade = try Trade()
    let (answer, pending) = try await trade.ask(try trade.resolve(by: .responder))
    #expect(pending.verdict == .pending && pending.closes == Trade.start.advanced(by: Span(seconds: 3_600)))
    #expect(try trade.verifier.peerSecret(answer, as: .responder, with: trade.reply) == trade.secrets[.originator])
    let (early, still) = try await trade.ask(try trade.abort(), after: 3_599)
    #expect(still.verdict == .pending && early.sealed == nil)
    #expect(early.commitResponder == trade.second)
    let (late, resolved) = try await trade.ask(try trade.query(by: trade.originator), after: 3_600)
    #expect(resolved.verdict == .resolved && resolved.cause == .windowEnded)
    #expect(try trade.verifier.peerSecret(late, as: .originator, with: trade.reply) == trade.secrets[.responder])
  }

  /// Otherwise it could claim what the responder, having complained, is given back.
  @Test func theOriginatorLearnsNothingBeforeTheWindowEnds() async throws {
    let trade = try Trade()
    for call in [
      try trade.resolve(by: .originator), try trade.query(by: trade.originator), try trade.resolve(by: .originator),
    ] {
      let (answer, decision) = try await trade.ask(call, after: 100)
      #expect(decision.verdict == .pending && answer.sealed == nil)
    }
    let (late, resolved) = try await trade.ask(try trade.query(by: trade.originator), after: 3_700)
    #expect(resolved.verdict == .resolved && late.sealed != nil)
  }

  @Test func onlyTheResponderEndsItsWindow() async throws {
    let trade = try Trade()
    try await trade.ask(try trade.resolve(by: .originator))
    let (_, unmoved) = try await trade.ask(try trade.accept(by: trade.originator))
    #expect(unmoved.verdict == .pending)
    let (_, accepted) = try await trade.ask(try trade.accept(by: trade.responder))
    #expect(accepted.verdict == .resolved && accepted.cause == .accepted)
  }

  @Test func strongItemsAreResolvedAtOnce() async throws {
    let trade = try Trade(data: false)
    let (_, decision) = try await trade.ask(try trade.resolve(by: .originator))
    #expect(decision.verdict == .resolved && decision.commits == trade.record.commits)
  }

  @Test func garbageInTheEscrowIsTheFaultOfWhoSealedIt() async throws {
    let bad = try Trade(garbage: .originator)
    let (_, decision) = try await bad.ask(try bad.resolve(by: .responder))
    #expect(decision.verdict == .aborted && decision.cause == .faultOriginator)
    // The responder's items are strong: its opening is not needed.
    let other = try Trade(garbage: .responder)
    let (_, pending) = try await other.ask(try other.resolve(by: .originator))
    #expect(pending.verdict == .pending)
  }

  @Test func aClosedExchangeIsAborted() async throws {
    let trade = try Trade()
    let (_, decision) = try await trade.ask(try trade.resolve(by: .responder), after: 90_001)
    #expect(decision.verdict == .aborted && decision.cause == .closed)
  }

  @Test func outsidersAndStrangersLearnNothing() async throws {
    let trade = try Trade()
    await refused(.notFound) { try await trade.ask(try trade.query(by: trade.originator)) }
    try await trade.ask(try trade.resolve(by: .responder))
    for call in [try trade.query(by: trade.outsider), try trade.accept(by: trade.outsider)] {
      await refused(.notAParty) { try await trade.ask(call) }
    }
    let (_, decision) = try await trade.ask(try trade.query(by: trade.responder))
    #expect(decision.verdict == .pending)
    await refused(.lockInvalid) {
      try await trade.ask(try trade.resolve(by: .responder, secret: trade.secrets[.originator]))
    }
    await refused(.unknownKind) { try await trade.ask(trade.first) }
  }

  @Test func thePolicyBindsTheExchange() async throws {
    let trade = try Trade(closes: Span(seconds: 864_001))
    await refused(.outsideTerms) { try await trade.ask(try trade.abort()) }
  }

  @Test func anotherArbitersExchangeIsRefused() async throws {
    let (trade, other) = (try Trade(), try Trade())
    await refused(.wrongSigner) { try await trade.ask(try other.abort()) }
  }

  @Test func fiftyCallsAtOnceMakeOneDecision() async throws {
    for round in 0..<4 {
      let trade = try Trade(data: false)
      let calls = try (0..<50).map { $0 % 2 == round % 2 ? try trade.abort() : try trade.resolve(by: .responder) }
      let decisions = try await withThrowingTaskGroup(of: SignedStatement.self) { group in
        for call in calls { group.addTask { try await trade.ask(call).0.decision } }
        var decisions: Set<SignedStatement> = []
        for try await decision in group { decisions.insert(decision) }
        return decisions
      }
      #expect(decisions.count == 1)
      #expect(try await trade.arbiter.decisions(from: 0, limit: 9).count == 1)
    }
  }

  @Test func theLogChainsDecisions() async throws {
    let trade = try Trade()
    try await trade.ask(try trade.resolve(by: .originator))
    try await trade.ask(try trade.accept(by: trade.responder))
    let log = try await trade.arbiter.decisions(from: 0, limit: 9)
    let entries = try log.map { try trade.verifier.decision($0, commits: trade.record.commits).content }
    #expect(entries.map(\.number) == [0, 1])
    #expect(entries[1].previous == Digest(of: entries[0].previous.bytes + log[0].digest.bytes, for: .decisionEntry))
  }

  private func refused(_ code: RefusalCode, _ call: () async throws -> Void) async {
    let refusal = await #expect(throws: Refusal.self) { try await call() }
    #expect(refusal?.code == code)
  }
}
