import SemperCommunication
import SemperModel
import Synchronization
import Testing

@Suite("Same key, same answer")
struct IdempotencyLedgerTests {
  private struct Broken: Error {}
  private final class Runs: Sendable {
    let count = Mutex(0)
  }
  private let now = Timestamp(seconds: 1_800_000_000)

  private static func request(_ key: String?, _ body: String = "a", path: String = "/pay") -> Request {
    Request(.post, path, body: Array(body.utf8), idempotencyKey: key)
  }

  private static func bytes(_ reply: Reply) -> [UInt8] {
    guard case .bytes(let bytes) = reply.body else { return [] }
    return bytes
  }

  @Test("a repetition gets the stored answer, also after a restart, and runs nothing")
  func repetition() async throws {
    let records = RecordsInMemory()
    let first = try await IdempotencyLedger(opening: records).answer(Self.request("k"), scope: "s", now: now) {
      Reply(status: 201, contentType: "text/plain", body: .bytes([1, 2]), headers: ["x-a": "b"])
    }
    let again = try await IdempotencyLedger(opening: records).answer(Self.request("k"), scope: "s", now: now) {
      throw Broken()
    }
    #expect(Self.bytes(first) == [1, 2] && Self.bytes(again) == [1, 2])
    #expect(again.status == 201 && again.contentType == "text/plain" && again.headers == ["x-a": "b"])
  }

  @Test("another body or path under the same key is a conflict; another scope or key is not")
  func conflict() async throws {
    let ledger = try await IdempotencyLedger(opening: RecordsInMemory())
    func ask(_ request: Request, _ scope: String = "s") async throws -> [UInt8] {
      Self.bytes(try await ledger.answer(request, scope: scope, now: now) { .json(scope + request.path) })
    }
    let first = try await ask(Self.request("k"))
    for other in [Self.request("k", "b"), Self.request("k", path: "/other")] {
      await #expect {
        _ = try await ask(other)
      } throws: {
        ($0 as? Refusal)?.code == .idempotencyConflict
      }
    }
    #expect(RefusalCode.idempotencyConflict.status == 422)
    #expect(try await ask(Self.request("k"), "t") != first)
    #expect(try await ask(Self.request("l", path: "/other")) != first)
    await #expect(throws: Refusal.self) { _ = try await ask(Self.request(nil)) }
  }

  @Test("while the first runs, the same is 409 and another is a conflict")
  func running() async throws {
    let ledger = try await IdempotencyLedger(opening: RecordsInMemory())
    let now = now
    let reply = try await ledger.answer(Self.request("k"), scope: "s", now: now) {
      let second = try await ledger.answer(Self.request("k"), scope: "s", now: now) { throw Broken() }
      #expect(second.status == 409 && second.headers["retry-after"] == "1")
      await #expect(throws: Refusal.self) {
        _ = try await ledger.answer(Self.request("k", "b"), scope: "s", now: now) { throw Broken() }
      }
      return .json("done")
    }
    #expect(reply.status == 200)
  }

  @Test("of fifty at once one runs")
  func race() async throws {
    let ledger = try await IdempotencyLedger(opening: RecordsInMemory())
    let runs = Runs()
    let now = now
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<50 {
        group.addTask {
          try await ledger.answer(Self.request("k"), scope: "s", now: now) { @Sendable in
            runs.count.withLock { $0 += 1 }
            await Task.yield()
            return .json("done")
          }.status
        }
      }
      for try await status in group { #expect([200, 409].contains(status)) }
    }
    #expect(runs.count.withLock { $0 } == 1)
  }

  @Test("a refusal is an answer; what may pass, a failure and a crash leave the key free")
  func failures() async throws {
    let records = RecordsInMemory()
    let ledger = try await IdempotencyLedger(opening: records)
    let refused = try await ledger.answer(Self.request("r"), scope: "s", now: now) {
      throw Refusal(.doubleSpend, blame: .peer, "spent before")
    }
    #expect(refused.status == 409)
    #expect(try await ledger.answer(Self.request("r"), scope: "s", now: now) { .json("paid") }.status == 409)
    for error in [Broken(), Refusal(.unavailable, blame: .provider, "later")] as [any Error] {
      await #expect(throws: (any Error).self) {
        _ = try await ledger.answer(Self.request("f"), scope: "s", now: now) { throw error }
      }
    }
    #expect(try await ledger.answer(Self.request("f"), scope: "s", now: now) { .json("paid") }.status == 200)

    // The process ends while the work runs: what a new one finds is the mark that it ran.
    _ = try await ledger.answer(Self.request("c"), scope: "s", now: now) {
      let restarted = try await IdempotencyLedger(opening: records)
      let reply = try await restarted.answer(Self.request("c"), scope: "s", now: now) { .json("paid") }
      #expect(reply.status == 200)
      return reply
    }
  }
}
