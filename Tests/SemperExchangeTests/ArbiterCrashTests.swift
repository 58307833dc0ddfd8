import SemperArchive
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import Testing

/// The arbiter dies before and after every durable write of every call: it decides once, and what it has said stays said.
@Suite struct ArbiterCrashTests {
  struct Call: Sendable {
    let statement: SignedStatement
    let after: Int64
    let by: ExchangeRole
  }

  /// A course of calls in one exchange, and the decisions it leads to.
  struct Course: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var data = true
    var badGoods = false
    var garbage: ExchangeRole?
    let calls: @Sendable (Trade, ProofOfMisbehaviour?) throws -> [Call]
    let decides: [ArbiterDecision.Cause]
    let end: ArbiterDecision.Verdict
  }

  static let courses = [
    Course(
      testDescription: "aborted, then resolved",
      calls: { trade, _ in
        [
          Call(statement: try trade.abort(), after: 0, by: .originator),
          Call(statement: try trade.resolve(by: .responder), after: 5, by: .responder),
          Call(statement: try trade.query(by: trade.originator), after: 9, by: .originator),
        ]
      }, decides: [.asked], end: .aborted),
    Course(
      testDescription: "accepted, then aborted",
      calls: { trade, _ in
        [
          Call(statement: try trade.resolve(by: .responder), after: 0, by: .responder),
          Call(statement: try trade.abort(), after: 5, by: .originator),
          Call(statement: try trade.accept(by: trade.responder), after: 9, by: .responder),
          Call(statement: try trade.resolve(by: .originator), after: 10, by: .originator),
        ]
      }, decides: [.asked, .accepted], end: .resolved),
    Course(
      testDescription: "the window ends, then a complaint",
      badGoods: true,
      calls: { trade, proof in
        [
          Call(statement: try trade.resolve(by: .originator), after: 0, by: .originator),
          Call(statement: try trade.query(by: trade.responder), after: 3_599, by: .responder),
          Call(statement: try trade.resolve(by: .originator), after: 3_600, by: .originator),
          Call(statement: try trade.complain(#require(proof)), after: 3_601, by: .responder),
        ]
      }, decides: [.asked, .windowEnded], end: .resolved),
    Course(
      testDescription: "a complaint in the window",
      badGoods: true,
      calls: { trade, proof in
        [
          Call(statement: try trade.resolve(by: .originator), after: 0, by: .originator),
          Call(statement: try trade.complain(#require(proof)), after: 60, by: .responder),
          Call(statement: try trade.accept(by: trade.responder), after: 70, by: .responder),
          Call(statement: try trade.resolve(by: .originator), after: 4_000, by: .originator),
        ]
      }, decides: [.asked, .faultOriginator], end: .aborted),
    Course(
      testDescription: "a complaint first",
      badGoods: true,
      calls: { trade, proof in
        [
          Call(statement: try trade.complain(#require(proof)), after: 0, by: .responder),
          Call(statement: try trade.resolve(by: .originator), after: 1, by: .originator),
        ]
      }, decides: [.faultOriginator], end: .aborted),
    Course(
      testDescription: "garbage in the escrow", garbage: .originator,
      calls: { trade, _ in
        [
          Call(statement: try trade.resolve(by: .responder), after: 0, by: .responder),
          Call(statement: try trade.query(by: trade.originator), after: 4_000, by: .originator),
        ]
      }, decides: [.faultOriginator], end: .aborted),
    Course(
      testDescription: "strong items, then aborted", data: false,
      calls: { trade, _ in
        [
          Call(statement: try trade.resolve(by: .originator), after: 0, by: .originator),
          Call(statement: try trade.abort(), after: 1, by: .originator),
          Call(statement: try trade.resolve(by: .responder), after: 2, by: .responder),
        ]
      }, decides: [.asked], end: .resolved),
    Course(
      testDescription: "closed",
      calls: { trade, _ in
        [
          Call(statement: try trade.resolve(by: .responder), after: 90_001, by: .responder),
          Call(statement: try trade.abort(), after: 90_002, by: .originator),
        ]
      }, decides: [.closed], end: .aborted),
  ]

  @Test(arguments: courses) func decidesOnceWhateverDies(_ course: Course) async throws {
    let bad = course.badGoods ? try await BadGoods() : nil
    let trade = try bad?.trade ?? Trade(data: course.data, garbage: course.garbage)
    let calls = try course.calls(trade, bad?.proof)
    let plain = try await hold(trade, calls, crash: nil)
    #expect(plain.log.map(\.cause) == course.decides && plain.log.last?.verdict == course.end)
    #expect(plain.writes >= calls.count)
    for write in 1...plain.writes {
      for side in CrashPoint.Side.allCases {
        let held = try await hold(trade, calls, crash: CrashPoint(write: write, side))
        #expect(held.hasCrashed, "\(side) write \(write)")
        #expect(held.said == plain.said, "\(side) write \(write)")
        #expect(held.log.map(\.cause) == course.decides, "\(side) write \(write)")
        #expect(held.log.filter(\.verdict.isFinal).count == 1, "\(side) write \(write)")
      }
    }
  }

  /// What one answer gave, apart from numbers drawn and signatures.
  struct Said: Hashable, Sendable {
    let verdict: ArbiterDecision.Verdict
    let cause: ArbiterDecision.Cause
    let secret: OpeningSecret?
    let second: SignedStatement?
  }

  private struct Held {
    var said: [Said] = []
    var log: [ArbiterDecision] = []
    var writes = 0
    var hasCrashed = false
  }

  /// Puts the calls to an arbiter that dies once; who gets no answer calls again. Checks at each step that what is served
  /// stands in the log, and at the end that the log is whole.
  private func hold(_ trade: Trade, _ calls: [Call], crash: CrashPoint?) async throws -> Held {
    var held = Held()
    var archive = InMemoryArchive().reopened(crash: crash)
    var final: SignedStatement?
    func answer(_ call: Call) async throws -> ArbiterAnswer {
      try await trade.arbiter(on: archive).answer(
        call.statement, at: Trade.start.advanced(by: Span(seconds: call.after)))
    }
    for call in calls {
      let given: ArbiterAnswer
      do {
        given = try await answer(call)
      } catch  where archive.hasCrashed {
        held.hasCrashed = true
        archive = archive.reopened()
        given = try await answer(call)
      }
      let decision = try trade.verifier.decision(given.decision, commits: trade.record.commits).content
      if let final { #expect(given.decision == final, "a final decision has changed") }
      if decision.verdict.isFinal { final = given.decision }
      #expect(try await trade.arbiter(on: archive).decisions(from: 0, limit: 9).contains(given.decision))
      held.said.append(
        Said(
          verdict: decision.verdict, cause: decision.cause,
          secret: try trade.verifier.peerSecret(given, as: call.by, with: trade.reply), second: given.commitResponder))
    }
    held.writes = archive.writes.count
    held.log = try await chained(trade, archive)
    return held
  }

  /// The log's decisions, after checking their numbers and their chain.
  private func chained(_ trade: Trade, _ archive: InMemoryArchive) async throws -> [ArbiterDecision] {
    let log = try await trade.arbiter(on: archive).decisions(from: 0, limit: 9)
    let decisions = try log.map { try trade.verifier.decision($0, commits: trade.record.commits).content }
    #expect(decisions.map(\.number) == Array(log.indices))
    for index in log.indices.dropFirst() {
      let link = Digest(of: decisions[index - 1].previous.bytes + log[index - 1].digest.bytes, for: .decisionEntry)
      #expect(decisions[index].previous == link)
    }
    return decisions
  }
}
