import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements
import Synchronization
import Testing

@Suite("Proofs of misbehaviour")
struct MisbehaviourTests {
  enum Cheat: CaseIterable {
    case garbage, otherChunk, otherSalt, swapped, otherIndex, wrongKey
  }

  static func cheat(_ cheat: Cheat, at chunk: Int, _ cheater: inout Cheater) throws {
    switch cheat {
    case .garbage: cheater.sealed[chunk][cheater.sealed[chunk].count / 2] ^= 1
    case .otherChunk:
      var salted = try cheater.salted(chunk)
      salted[salted.count - 1] ^= 1
      try cheater.reseal(chunk, salted)
    case .otherSalt:
      var salted = try cheater.salted(chunk)
      salted[0] ^= 0x80
      try cheater.reseal(chunk, salted)
    case .swapped:
      // A full chunk in the place of another one: it opens nowhere but at its own index.
      cheater.sealed.swapAt(chunk, chunk == 0 ? 1 : 0)
    case .otherIndex:
      // The content of the first two chunks exchanged, well sealed at each place.
      let (first, second) = (try cheater.salted(0), try cheater.salted(1))
      try cheater.reseal(0, second)
      try cheater.reseal(1, first)
    case .wrongKey:
      var generator = SeededGenerator(77)
      cheater.sealed[chunk] = generator.bytes(cheater.sealed[chunk].count)
    }
  }

  @Test("a bad chunk is found, proven and leaves no files behind", arguments: Cheat.allCases, [0, 2, 4])
  func proven(_ cheat: Cheat, _ chunk: Int) async throws {
    // Five full chunks: first, middle and last may be exchanged.
    let sale = try await Sale([5 * Sale.chunk])
    var cheater = Cheater(sale)
    try Self.cheat(cheat, at: chunk, &cheater)
    let locked = try cheater.locked
    var verifier = try DeliveryVerifier(content: sale.description, locked: locked)
    try verifier.receive(cheater.ciphertext)
    try verifier.finish()
    guard case .misbehaviour(let proof) = try await sale.open(cheater.ciphertext, locked: locked) else {
      Issue.record("the cheat was not found")
      return
    }
    #expect(!sale.place.exists("buyer"))
    #expect(!sale.place.exists("buyer.opening"))
    let bytes = proof.canonicalBytes
    #expect(bytes.count < 100_000)
    let received = try ProofOfMisbehaviour(canonicalBytes: bytes)
    #expect(received == proof)
    let verdict = received.verdict(
      opening: sale.opening, exchange: sale.exchange, content: sale.description.summary, locked: locked)
    switch cheat {
    case .garbage, .swapped, .wrongKey: #expect(verdict == .proven(.doesNotOpen))
    case .otherChunk, .otherSalt, .otherIndex: #expect(verdict == .proven(.notAsDescribed))
    }
  }

  @Test("the first bad chunk is the one that is proven", arguments: [1, 2, 5])
  func first(_ workers: Int) async throws {
    let sale = try await Sale([6 * Sale.chunk])
    var cheater = Cheater(sale)
    for chunk in [1, 4, 5] { try Self.cheat(.garbage, at: chunk, &cheater) }
    try sale.place.write(cheater.ciphertext, to: "delivery")
    let proving = Mutex<[ContentProgress]>([])
    let opened = try await ContentOpener(
      content: sale.description, leaves: sale.content.leaves, locked: cheater.locked, exchange: sale.exchange,
      opening: sale.opening
    ).open(
      sale.place["delivery"], into: sale.place["buyer"], workers: workers,
      proving: { progress in proving.withLock { $0.append(progress) } })
    guard case .misbehaviour(let proof) = opened else {
      Issue.record("the cheat was not found")
      return
    }
    #expect(proof.chunk == 1)
    // The whole ciphertext is read for it, which takes its time.
    let last = proving.withLock(\.last)
    #expect(last?.done == sale.description.length && last?.total == sale.description.length)
  }

  @Test("a seller that commits to a chunk of another length is convicted")
  func wrongLength() async throws {
    let sale = try await Sale([3 * Sale.chunk])
    var cheater = Cheater(sale)
    cheater.sealed[1].removeLast()
    let verdict = cheater.proof(of: 1).verdict(
      opening: sale.opening, exchange: sale.exchange, content: sale.description.summary, locked: try cheater.locked)
    #expect(verdict == .proven(.wrongLength))
  }

  @Test("no proof convicts an honest seller", arguments: [[1], [65_537], [3 * 65_536], [5 * 65_536 + 9]])
  func honest(_ lengths: [Int]) async throws {
    let sale = try await Sale(lengths)
    let honest = Cheater(sale)
    #expect(try honest.locked == sale.locked)
    func verdict(_ proof: ProofOfMisbehaviour) -> ProofVerdict {
      proof.verdict(
        opening: sale.opening, exchange: sale.exchange, content: sale.description.summary, locked: sale.locked)
    }
    for chunk in honest.sealed.indices {
      #expect(verdict(honest.proof(of: chunk)) == .notProven(.chunkIsGood))
      for (name, forged) in Forgeries(honest, chunk).all {
        guard case .notProven = verdict(forged) else {
          Issue.record("“\(name)” at chunk \(chunk) convicts an honest seller")
          continue
        }
      }
    }
  }

  @Test("a proof of one exchange shows nothing in another, nor with another lock or content")
  func transplanted() async throws {
    let sale = try await Sale([2 * Sale.chunk])
    let other = try await Sale([2 * Sale.chunk], seed: 2)
    var cheater = Cheater(sale)
    try Self.cheat(.garbage, at: 1, &cheater)
    let (proof, locked) = (cheater.proof(of: 1), try cheater.locked)
    #expect(
      proof.holds(opening: sale.opening, exchange: sale.exchange, content: sale.description.summary, locked: locked))
    #expect(
      proof.verdict(
        opening: sale.opening, exchange: sale.exchange, content: sale.description.summary, locked: sale.locked)
        == .notProven(.notInCiphertext))
    #expect(
      proof.verdict(
        opening: other.opening, exchange: other.exchange, content: other.description.summary, locked: other.locked)
        == .notProven(.notInCiphertext))
    #expect(
      proof.verdict(opening: sale.opening, exchange: sale.exchange, content: other.description.summary, locked: locked)
        == .notProven(.notInContent))
    let small = try await Sale([Sale.chunk], seed: 3)
    #expect(
      proof.verdict(opening: sale.opening, exchange: sale.exchange, content: small.description.summary, locked: locked)
        == .notProven(.lockDoesNotFit))
  }

  @Test("a proof is decoded within its limits")
  func decoding() async throws {
    let sale = try await Sale([2 * Sale.chunk])
    let object = try #require(Cheater(sale).proof(of: 0).json.object)
    let digest = sale.exchange
    for (name, value) in [
      ("chunk", (-1).json), ("cipherPath", Array(repeating: digest, count: 65).json),
      ("contentPath", Array(repeating: digest, count: 65).json),
      ("sealed", ByteString([UInt8](repeating: 0, count: (256 << 10) + 49)).json), ("more", 1.json),
    ] as [(String, JSON)] {
      #expect(throws: CodingError.self) { try ProofOfMisbehaviour(json: .object(object.with(name, value))) }
    }
    let largest = object.with("sealed", ByteString([UInt8](repeating: 0, count: (256 << 10) + 48)).json)
      .with("cipherPath", Array(repeating: digest, count: 64).json)
      .with("contentPath", Array(repeating: digest, count: 64).json)
    #expect(try ProofOfMisbehaviour(json: .object(largest)).canonicalBytes.count < 1 << 20)
  }
}
