import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperTesting
import Testing

/// What an arbiter shows of its log convinces a program that shares nothing with ours, and what it refuses we refuse.
@Suite("The arbiter's log before another program")
struct ArbiterLogOracleTests {
  private static func ask(_ tasks: [JSON]) throws -> [Bool] {
    try [Bool](json: CanonicalJSON.parse(Oracle.python("log", CanonicalJSON.encode(.array(tasks)))))
  }

  private static func inclusion(_ proof: InclusionProof, of statement: SignedStatement, by key: PublicKey) -> JSON {
    .fields([
      "do": "inclusion".json, "keys": .array([key.json]), "proof": proof.json, "statement": statement.json,
    ])
  }

  /// Grown from one entry to more than sixteen, so that trees of every shape up to that are asked about.
  private func grown() async throws -> (bench: Bench, heads: [LogHead]) {
    let bench = try await Bench.started()
    var heads = [try await bench.head()]
    for _ in 0..<16 {
      let trade = try bench.trade(data: false)
      try await trade.ask(try trade.abort())
      heads.append(try await bench.head())
    }
    return (bench, heads)
  }

  @Test("Each entry is found under the signed checkpoint, and no other one, nor under another's signature")
  func inclusion() async throws {
    let (bench, heads) = try await grown()
    let (log, stranger) = (try await bench.log(), SigningKey())
    var tasks: [JSON] = []
    var ours: [Bool] = []
    for (number, statement) in log.enumerated() {
      let proof = try await bench.arbiter.inclusion(of: number, at: Bench.time(9))
      let moved = InclusionProof(checkpoint: proof.checkpoint, number: (number + 1) % log.count, path: proof.path)
      let cut = InclusionProof(checkpoint: proof.checkpoint, number: number, path: proof.path.dropLast())
      let next = log[(number + 1) % log.count]
      for (shown, statement, key) in [
        (proof, statement, bench.key.publicKey), (proof, next, bench.key.publicKey),
        (moved, statement, bench.key.publicKey), (cut, statement, bench.key.publicKey),
        (proof, statement, stranger.publicKey),
      ] {
        tasks.append(Self.inclusion(shown, of: statement, by: key))
        ours.append((try? shown.checked(for: statement, keys: KeySet([key]))) != nil)
      }
    }
    tasks += heads.map { head in
      .fields(["do": "root".json, "head": head.json, "statements": .array(log.prefix(head.size).map(\.json))])
    }
    ours += heads.map { _ in true }
    let theirs = try Self.ask(tasks)
    #expect(theirs == ours)
    #expect(theirs.filter { $0 }.count == log.count + heads.count)
  }

  @Test("Each size is found to begin each later one, and no other")
  func consistency() async throws {
    let (bench, heads) = try await grown()
    let log = try await bench.log()
    var tasks: [JSON] = []
    var ours: [Bool] = []
    for (place, earlier) in heads.enumerated() {
      for later in heads[place...] {
        let proof = try await bench.arbiter.consistency(from: earlier.size, to: later.size)
        let other = LogHead(size: earlier.size, root: log[0].digest)
        for earlier in [earlier, other] {
          tasks.append(
            .fields(["do": "consistency".json, "earlier": earlier.json, "later": later.json, "proof": proof.json]))
          ours.append(proof.holds(from: earlier, to: later))
        }
      }
    }
    let theirs = try Self.ask(tasks)
    #expect(theirs == ours)
    #expect(theirs.filter { $0 }.count == heads.count * (heads.count + 1) / 2)
  }
}
