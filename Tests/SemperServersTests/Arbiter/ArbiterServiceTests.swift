import Foundation
import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel
import SemperServers
import SemperTesting
import Synchronization
import Testing

@Suite("The arbiter as a service", .serialized)
struct ArbiterServiceTests {
  private func code(_ reply: ReceivedReply) -> RefusalCode? { Refusal(reply)?.code }

  @Test("An old copy of a real home repeats what it knows and decides nothing; the newest home decides again")
  func restoredHome() async throws {
    try await Tribunal.run(checkpointFile: true) { tribunal in
      let (known, gap) = (try await tribunal.quarrel(), try await tribunal.quarrel())
      let answer = try await tribunal.call(known.abort)
      #expect(answer.status == 200)
      await tribunal.arbiter.drop()
      try tribunal.copyHome(to: "backup")
      try await tribunal.arbiter.start()
      #expect(try await tribunal.call(gap.abort).status == 200)
      #expect(try await tribunal.get("/health/ready").status == 200)
      let size = try #require(try await tribunal.client.status().head).size

      await tribunal.arbiter.drop()
      try tribunal.exchangeHome(for: "backup", keeping: "newest")
      try await tribunal.arbiter.start()
      #expect(try await tribunal.client.status().standing == .queryOnly(witnessed: size))
      #expect(try await tribunal.get("/health/ready").status == 503)
      for call in [gap.abort, try tribunal.query(gap.exchange, by: gap.party), try await tribunal.quarrel().abort] {
        let reply = try await tribunal.call(call)
        #expect(code(reply) == .decisionLost && reply.status == 409)
        #expect(Refusal(reply)?.detail.hasPrefix("lost: settle jointly") == true)
      }
      let again = try await tribunal.call(try tribunal.query(known.exchange, by: known.party))
      #expect(try decision(again) == decision(answer))

      await tribunal.arbiter.drop()
      try tribunal.exchangeHome(for: "newest", keeping: "old")
      try await tribunal.arbiter.start()
      #expect(try await tribunal.client.status().standing == .deciding)
      #expect(try await tribunal.call(tribunal.quarrel().abort).status == 200)
      #expect(try await tribunal.call(tribunal.query(gap.exchange, by: gap.party)).status == 200)
    }
  }

  private func decision(_ reply: ReceivedReply) throws -> SignedStatement {
    try ArbiterAnswer(canonicalBytes: reply.body).decision
  }

  @Test("A second process on the home is refused")
  func secondProcess() async throws {
    try await Tribunal.run { tribunal in
      let error = #expect(throws: ArchiveError.self) { _ = try RoleHome(at: tribunal.home) }
      #expect(error?.code == .busy)
    }
  }

  @Test("A witness follows the log, finds an old copy out and stops it, over HTTP")
  func witness() async throws {
    @Sendable func runner(_ directory: TemporaryDirectory, _ transport: any Transport) async throws -> WitnessRunner {
      try await WitnessRunner(home: directory.path(of: "witness"), transport: transport)
    }
    let witnesses: Tribunal.Witnesses = { directory, transport in
      let witness = try await runner(directory, transport)
      defer { try? witness.close() }
      return [witness.key]
    }
    try await Tribunal.run(witnesses: witnesses) { tribunal in
      let address = await tribunal.arbiter.address
      let first = try await tribunal.quarrel()
      #expect(try await tribunal.call(first.abort).status == 200)
      await tribunal.arbiter.drop()
      try tribunal.copyHome(to: "backup")
      try await tribunal.arbiter.start()
      // With a known witness and no file it waits.
      let second = try await tribunal.quarrel()
      #expect(code(try await tribunal.call(second.abort)) == .unavailable)
      var witness = try await runner(tribunal.directory, tribunal.transport)
      let head = try await witness.round(at: address)
      #expect(try await tribunal.call(second.abort).status == 200)
      let later = try await witness.round(at: address)
      #expect(later.size > head.size)
      try witness.close()
      #expect(try await tribunal.client.witnessed().count == 1)

      await tribunal.arbiter.drop()
      try tribunal.exchangeHome(for: "backup", keeping: "newest")
      try await tribunal.arbiter.start()
      witness = try await runner(tribunal.directory, tribunal.transport)
      let refusal = await #expect(throws: Refusal.self) { _ = try await witness.round(at: address) }
      #expect(refusal?.code == .proofInvalid)
      #expect(try await tribunal.client.status().standing == .queryOnly(witnessed: later.size))
      #expect(code(try await tribunal.call(second.abort)) == .decisionLost)
      try witness.close()
    }
  }

  @Test("Too many calls of one source, too large ones and too many strangers are refused as problems")
  func limits() async throws {
    // Time stands still for the rate, so that it makes no difference how fast the requests come.
    let second = Mutex<Int64>(0)
    let moment: @Sendable () -> Int64 = { second.withLock { $0 * 1_000_000_000 } }
    try await Tribunal.run(limits: ArbiterLimits(strangersADay: 3), moment: moment) { tribunal in
      for number in 0..<5 {
        let reply = try await tribunal.call(tribunal.quarrel().abort)
        #expect(reply.status == (number < 3 ? 200 : 429))
        if number >= 3 {
          #expect(code(reply) == .overloaded && reply.contentType == "application/problem+json")
        }
      }
      let large = try await tribunal.post("/log/cosignatures", [UInt8](repeating: 0x20, count: 33 << 10))
      #expect(large.status == 413 && code(large) == .tooLarge)
      // Twenty calls a second, and twice as many at once, of which five are made.
      for taken in [35, 20] {
        for number in 0..<(taken + 5) {
          #expect(try await tribunal.post("/calls", [1, 2, 3]).status == (number < taken ? 400 : 429), "\(number)")
        }
        second.withLock { $0 += 1 }
      }
    }
  }

  @Test("The log is served with proofs, and an export of it checks offline until a byte is changed")
  func export() async throws {
    try await Tribunal.run { tribunal in
      let quarrels = [try await tribunal.quarrel(), try await tribunal.quarrel(), try await tribunal.quarrel()]
      for quarrel in quarrels { #expect(try await tribunal.call(quarrel.abort).status == 200) }
      let client = await tribunal.client
      let role = try VerifiedStatement<RoleDescription>(verifying: await client.description(), keys: KeySet()).content
      let proof = try await client.proof(of: quarrels[1].exchange)
      let answer = try await tribunal.call(tribunal.query(quarrels[1].exchange, by: quarrels[1].party))
      #expect(try proof.checked(for: decision(answer), keys: KeySet([role.key])).head.size == 5)
      #expect(try await client.consistency(from: 2, to: 5).to == 5)
      for (path, query) in [
        ("/log/proof", ["number": "99"]), ("/log/proof", ["exchange": role.arbiter?.policy.description ?? ""]),
        ("/log/consistency", ["from": "0", "to": "2"]), ("/log/consistency", ["from": "2", "to": "99"]),
      ] {
        #expect(code(try await tribunal.get(path, query)) == .notFound, "\(path) \(query)")
      }
      #expect(code(try await tribunal.get("/log/proof", ["exchange": "x"])) == .malformed)

      let export = try await LogExport.fetched(over: client)
      let trust = try TrustList(
        canonicalBytes: Array(
          Data(contentsOf: URL(filePath: tribunal.directory.path(of: "authority/trust.json")))))
      let report = LogCheck.report(on: export, trust: trust)
      #expect(report.ok && report.isAnchored && report.size == 5 && report.verdicts == ["aborted": 3])
      #expect(try LogExport(canonicalBytes: export.canonicalBytes, limits: LogExport.limits) == export)
      #expect(!LogCheck.report(on: export, trust: nil).isAnchored)
      func changed(_ change: (inout [SignedStatement]) -> Void) -> LogReport {
        var entries = export.entries
        change(&entries)
        return LogCheck.report(
          on: LogExport(
            role: export.role, checkpoint: export.checkpoint, witnessed: [], entries: entries), trust: trust)
      }
      #expect(!changed { $0.swapAt(2, 3) }.ok)
      #expect(!changed { $0.removeLast() }.ok)
      #expect(!changed { $0.remove(at: 3) }.ok)
      #expect(!changed { $0.append($0[4]) }.ok)
      #expect(!changed { $0[3] = $0[4] }.ok)
      #expect(changed { _ in }.ok)
    }
  }
}
