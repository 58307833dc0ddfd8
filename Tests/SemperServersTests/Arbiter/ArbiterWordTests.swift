import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel
import SemperServers
import SemperTesting
import Testing

/// What somebody who asks an arbiter believes, with and without a trust list.
@Suite("An arbiter's word, held against what it signs", .serialized)
struct ArbiterWordTests {
  private func refused(_ code: RefusalCode, _ body: () async throws -> Void) async {
    let refusal = await #expect(throws: Refusal.self) { try await body() }
    #expect(refusal?.code == code, "\(String(describing: refusal))")
  }

  private func trust(_ path: String) throws -> TrustList {
    try TrustList(canonicalBytes: Array(Data(contentsOf: URL(filePath: path))))
  }

  @Test("With a trust list the arbiter must be certified as one by an authority in it")
  func identity() async throws {
    try await Tribunal.run { tribunal in
      let (client, now) = (await tribunal.client, Timestamp(seconds: Int64(Date().timeIntervalSince1970)))
      let own = try trust(tribunal.directory.path(of: "authority/trust.json"))
      let role = try await client.identity(trust: own, at: now)
      #expect(try await client.identity(trust: nil, at: now) == role)
      let vectors = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Vectors/evidence/completed/trust.json")
      let strange = try trust(vectors.path)
      await refused(.untrusted) { _ = try await client.identity(trust: strange, at: now) }
      let authority = ArbiterLogClient(transport: tribunal.transport, address: await tribunal.authority.address)
      for list in [own, nil] { await refused(.untrusted) { _ = try await authority.identity(trust: list, at: now) } }
    }
  }

  @Test("A status with another log or other epochs than the arbiter signs is refused, an honest one is not")
  func status() async throws {
    try await Tribunal.run { tribunal in
      let address = await tribunal.arbiter.address
      func status(_ change: @escaping @Sendable (JSONObject) throws -> JSONObject) async throws -> ArbiterStatus {
        let lying = LyingTransport(next: tribunal.transport, path: "/status") { bytes in
          let json = try CanonicalJSON.decode(bytes)
          guard let object = json.object else { return bytes }
          return CanonicalJSON.encode(.object(try change(object)))
        }
        let client = ArbiterLogClient(transport: lying, address: address)
        return try await client.status(of: client.identity(trust: nil, at: Timestamp(seconds: 0)))
      }
      let honest = try await status { $0 }
      let earlier = try #require(honest.head)
      #expect(try await tribunal.call(tribunal.quarrel().abort).status == 200)
      // Older than the checkpoint, but begun by it.
      #expect(try await status { $0.with("head", earlier.json) }.head == earlier)
      let later = try await status { $0 }
      let head = try #require(later.head)
      for wrong in [
        LogHead(size: head.size, root: earlier.root), LogHead(size: head.size + 1, root: head.root),
        LogHead(size: earlier.size, root: head.root),
      ] {
        await refused(.proofInvalid) { _ = try await status { $0.with("head", wrong.json) } }
      }
      await refused(.proofInvalid) { _ = try await status { $0.with("epochs", .array([])) } }
    }
  }

  @Test("Entries are believed only signed, in their places, without a gap, and under a signed checkpoint")
  func excerpt() async throws {
    try await Tribunal.run { tribunal in
      for _ in 0..<4 { #expect(try await tribunal.call(tribunal.quarrel().abort).status == 200) }
      let client = await tribunal.client
      let key = try await client.identity(trust: nil, at: Timestamp(seconds: 0)).key
      let log = try await client.entries(from: 0)
      func read(
        _ entries: [SignedStatement], from number: Int, of key: PublicKey, proof other: InclusionProof? = nil
      ) async throws -> Int {
        var excerpt = LogExcerpt(from: number, of: key)
        var decisions = 0
        for entry in entries { decisions += try excerpt.append(entry) == nil ? 0 : 1 }
        let proof: InclusionProof
        if let other { proof = other } else { proof = try await client.proof(ofEntry: excerpt.next - 1) }
        try excerpt.check(proof)
        return decisions
      }
      #expect(try await read(log, from: 0, of: key) == 4)
      #expect(try await read(Array(log[3...]), from: 3, of: key) == log.count - 3)
      #expect(try await read(Array(log[3..<5]), from: 3, of: key) == 2)
      await refused(.badSignature) { _ = try await read(log, from: 0, of: SigningKey().publicKey) }
      var swapped = log
      swapped.swapAt(3, 4)
      let gap = Array(log[..<3] + log[4...])
      for entries in [swapped, gap] {
        await refused(.proofInvalid) { _ = try await read(entries, from: 0, of: key) }
      }
      await refused(.proofInvalid) { _ = try await read(Array(log[3...]), from: 2, of: key) }
      let elsewhere = try await client.proof(ofEntry: 2)
      await refused(.proofInvalid) { _ = try await read(log, from: 0, of: key, proof: elsewhere) }
      let moved = InclusionProof(checkpoint: elsewhere.checkpoint, number: log.count - 1, path: elsewhere.path)
      await refused(.proofInvalid) { _ = try await read(log, from: 0, of: key, proof: moved) }
    }
  }
}
