import SemperArchive
import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import Testing

@Suite("The arbiter's log as others see it")
struct ArbiterLogTests {
  private func busy(_ count: Int) async throws -> (Bench, [Trade]) {
    let bench = try await Bench.started()
    let trades = try (0..<count).map { _ in try bench.trade(data: false) }
    for trade in trades { try await trade.ask(try trade.resolve(by: .originator)) }
    return (bench, trades)
  }

  @Test("Each entry is numbered and chained, and proven to stand under a signed checkpoint")
  func inclusion() async throws {
    let (bench, trades) = try await busy(6)
    let keys = KeySet([bench.key.publicKey])
    let log = try await bench.log()
    var chain = Digest(of: [], for: .decisionEntry)
    for (number, statement) in log.enumerated() {
      let json = try CanonicalJSON.decode(statement.payload)
      #expect(json["number"] == number.json && json["previous"] == chain.json)
      chain = Digest(of: chain.bytes + statement.digest.bytes, for: .decisionEntry)
      let proof = try await bench.arbiter.inclusion(of: number, at: Bench.time(9))
      let again = try InclusionProof(canonicalBytes: proof.canonicalBytes)
      #expect(try again.checked(for: statement, keys: keys).head.size == log.count)
      await refused(.proofInvalid) { _ = try proof.checked(for: log[(number + 1) % log.count], keys: keys) }
      await refused(.badSignature) { _ = try proof.checked(for: statement, keys: KeySet([SigningKey().publicKey])) }
    }
    let number = try await bench.arbiter.number(of: trades[3].terms.id)
    #expect(try #require(log[safe: number]).kind == .decision)
    await refused(.notFound) { _ = try await bench.arbiter.inclusion(of: log.count, at: Bench.time(9)) }
    await refused(.notFound) { _ = try await bench.arbiter.number(of: chain) }
  }

  @Test("Each size begins each later one; sizes that are not there are refused")
  func consistency() async throws {
    let (bench, _) = try await busy(0)
    var heads = [try await bench.head()]
    for _ in 0..<6 {
      let trade = try bench.trade(data: false)
      try await trade.ask(try trade.abort())
      heads.append(try await bench.head())
    }
    for (earlier, later) in heads.flatMap({ first in heads.map { (first, $0) } }) where earlier.size <= later.size {
      let proof = try await bench.arbiter.consistency(from: earlier.size, to: later.size)
      #expect(try ConsistencyProof(canonicalBytes: proof.canonicalBytes).holds(from: earlier, to: later))
      #expect(!proof.holds(from: later, to: earlier) || earlier == later)
    }
    for (from, to) in [(0, 3), (3, 2), (1, 99), (-1, 1)] {
      await refused(.notFound) { _ = try await bench.arbiter.consistency(from: from, to: to) }
    }
  }

  @Test("A log that was written before it had a tree gets one at the next start, with its windows and tally")
  func older() async throws {
    let bench = try await Bench.started()
    let trade = try bench.trade()
    try await trade.ask(try trade.resolve(by: .responder))
    let head = try await bench.head()
    try await bench.archive.records.transact { transaction in
      for name in ["decision_log_nodes", "arbiter_windows", "arbiter_tally"] {
        let table = RecordTable(name)
        for (key, _) in try transaction.list(table, prefix: [], after: nil, limit: 1_000) {
          try transaction.remove(key, in: table)
        }
      }
    }
    let again = try await Bench.started(on: bench.archive.reopened(), key: bench.key, at: 1)
    let proof = try await again.arbiter.consistency(from: head.size, to: again.head().size)
    #expect(proof.holds(from: head, to: try await again.head()))
    let status = try await again.arbiter.status()
    #expect(status.tally.pending == 1 && status.nextWindow == Bench.time(3_600))
    #expect(status.generation == 2)
    #expect(try ArbiterStatus(canonicalBytes: status.canonicalBytes) == status)
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
