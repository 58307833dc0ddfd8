import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperServers
import SemperStatements
import Synchronization
import Testing

@Suite("Ciphertexts left with the arbiter over HTTP", .serialized)
struct ArbiterDataTests {
  private struct Cut: Error {}

  private func client(_ tribunal: Tribunal) async -> ArbiterDataClient {
    ArbiterDataClient(transport: tribunal.transport, address: await tribunal.arbiter.address)
  }

  private func bring(_ role: ExchangeRole, of barter: Barter, by caller: ExchangeRole, to tribunal: Tribunal)
    async throws
  {
    let client = await client(tribunal)
    let grant = try await client.grant(barter.record, query: barter.query(by: caller))
    let sealed = barter[role].ciphertext
    try await client.upload(barter[role].locked, under: grant) { Array(sealed[Int($0)..<Int($0) + $1]) }
  }

  private func fetch(
    _ role: ExchangeRole, of barter: Barter, by caller: ExchangeRole, from tribunal: Tribunal
  ) async throws -> [UInt8] {
    let client = await client(tribunal)
    let grant = try await client.grant(barter.record, query: barter.query(by: caller))
    let file = tribunal.directory.path(of: "fetched-\(UUID().uuidString)")
    try await client.download(barter[role].locked, under: grant, to: file, time: SystemTime())
    return Array(try Data(contentsOf: URL(filePath: file)))
  }

  private func call(_ statement: SignedStatement, _ tribunal: Tribunal) async throws -> ArbiterAnswer {
    try await ArbiterClient(transport: tribunal.transport, address: await tribunal.arbiter.address).call(statement)
  }

  private func refused(_ code: RefusalCode, _ body: () async throws -> Void) async {
    let refusal = await #expect(throws: Refusal.self) { try await body() }
    #expect(refusal?.code == code)
  }

  @Test("Small data for small data: both bring their ciphertext, the arbiter checks it, and both open")
  func barter() async throws {
    try await Tribunal.run { tribunal in
      let barter = try await Barter(before: tribunal)
      await refused(.goodsMissing) { _ = try await call(barter.resolve(by: .originator), tribunal) }
      try await bring(.originator, of: barter, by: .originator, to: tribunal)
      await refused(.goodsMissing) { _ = try await call(barter.resolve(by: .originator), tribunal) }
      try await bring(.responder, of: barter, by: .responder, to: tribunal)
      let resolved = try await call(barter.resolve(by: .originator), tribunal)
      #expect(try barter.verdict(resolved) == .resolved)
      let asked = try await call(barter.query(by: .responder), tribunal)
      let goods = try await fetch(.responder, of: barter, by: .originator, from: tribunal)
      #expect(barter.opens(goods, for: .originator, with: resolved))
      let price = try await fetch(.originator, of: barter, by: .responder, from: tribunal)
      #expect(barter.opens(price, for: .responder, with: asked))
    }
  }

  @Test("A responder with other data than described fails, and nothing of the originator's opens")
  func badData() async throws {
    try await Tribunal.run { tribunal in
      let barter = try await Barter(before: tribunal, liar: .responder)
      // The originator holds both ciphertexts: it needs nobody to bring them.
      for role in [ExchangeRole.originator, .responder] {
        try await bring(role, of: barter, by: .originator, to: tribunal)
      }
      let failed = try await call(barter.resolve(by: .originator), tribunal)
      #expect(try barter.verdict(failed) == .failed)
      let asked = try await call(barter.query(by: .responder), tribunal)
      #expect(try barter.verdict(asked) == .failed && asked.sealed == nil)
      let ciphertext = try await fetch(.originator, of: barter, by: .responder, from: tribunal)
      #expect(!barter.opens(ciphertext, for: .responder, with: asked))
    }
  }

  @Test("An upload that is cut off goes on after the arbiter's restart, and tells its progress")
  func resuming() async throws {
    try await Tribunal.run { tribunal in
      let barter = try await Barter(before: tribunal, bytes: 3_000_000)
      let side = barter[.responder]
      let first = await client(tribunal)
      let grant = try await first.grant(barter.record, query: barter.query(by: .responder))
      await #expect(throws: Cut.self) {
        try await first.upload(side.locked, under: grant) { offset, count in
          guard offset < 2 << 20 else { throw Cut() }
          return Array(side.ciphertext[Int(offset)..<Int(offset) + count])
        }
      }
      await tribunal.arbiter.drop()
      try await tribunal.arbiter.start()
      let stands = Mutex<[Int64]>([])
      let second = await client(tribunal)
      #expect(try await second.grant(barter.record, query: barter.query(by: .responder)) == grant)
      try await second.upload(side.locked, under: grant) { number in
        stands.withLock { $0.append(number) }
      } bytes: {
        Array(side.ciphertext[Int($0)..<Int($0) + $1])
      }
      #expect(stands.withLock { $0 } == [2 << 20, side.locked.length])
      #expect(try await fetch(.responder, of: barter, by: .originator, from: tribunal) == side.ciphertext)
    }
  }

  @Test("Outsiders, foreign tokens, other bytes and too many of them are refused")
  func refusals() async throws {
    try await Tribunal.run { tribunal in
      let (barter, other) = (try await Barter(before: tribunal), try await Barter(before: tribunal))
      let client = await client(tribunal)
      await refused(.notAParty) { _ = try await client.grant(barter.record, query: barter.query(by: SigningKey())) }
      await refused(.notAParty) { _ = try await client.grant(barter.record, query: other.query(by: .originator)) }
      let one = try await client.grant(barter.record, query: barter.query(by: .originator))
      let two = try await client.grant(barter.record, query: barter.query(by: .responder))
      let foreign = try await client.grant(other.record, query: other.query(by: .originator))
      #expect(one.token != two.token && one.ciphertexts == two.ciphertexts)
      await refused(.notAParty) { _ = try await client.grant(barter.record, query: barter.query(by: SigningKey())) }
      let side = barter[.originator]
      await refused(.notFound) {
        try await client.upload(side.locked, under: foreign) { Array(side.ciphertext[Int($0)..<Int($0) + $1]) }
      }
      // The peer's garbage is refused and does not touch what the owner brings.
      await refused(.goodsInvalid) {
        try await client.upload(side.locked, under: two) { _, count in [UInt8](repeating: 7, count: count) }
      }
      let path = "/data/\(Base64URL.encode(one.token.bytes))/\(side.locked.root)"
      let missing = try await tribunal.get(path)
      #expect(missing.status == 409 && Refusal(missing)?.code == .goodsMissing)
      #expect(Refusal(try await tribunal.post(path, side.ciphertext + [0]))?.code == .tooLarge)
      #expect(try await tribunal.post(path, [UInt8](repeating: 0, count: (1 << 20) + 1)).status == 413)
      try await client.upload(side.locked, under: one) { Array(side.ciphertext[Int($0)..<Int($0) + $1]) }
      for wrong in ["/data/x/\(side.locked.root)", path + "x"] {
        #expect(try await tribunal.get(wrong).status == 400, "\(wrong)")
      }
      let strange = "/data/\(Base64URL.encode([UInt8](repeating: 1, count: 32)))/\(side.locked.root)"
      #expect(try await tribunal.get(strange).status == 404)
      #expect(try await tribunal.get(path).body == side.ciphertext)
      let part = try await tribunal.transport.send(
        Request(.get, path, range: ByteRange(first: 10, last: 19)), to: await tribunal.arbiter.address, largest: 100,
        within: Span(seconds: 20))
      #expect(part.status == 206 && part.body == Array(side.ciphertext[10...19]))
    }
  }

  @Test("Strangers get only so much disk a day, and no ciphertext is larger than the arbiter takes")
  func limits() async throws {
    try await Tribunal.run(limits: ArbiterLimits(dataOfStrangersADay: 250_000), ciphertext: 150_000) { tribunal in
      let client = await client(tribunal)
      let barters = [try await Barter(before: tribunal), try await Barter(before: tribunal)]
      let large = try await Barter(before: tribunal, bytes: 150_000)
      await refused(.outsideTerms) { _ = try await client.grant(large.record, query: large.query(by: .originator)) }
      for role in [ExchangeRole.originator, .responder] {
        _ = try await client.grant(barters[0].record, query: barters[0].query(by: role))
      }
      let error = await #expect(throws: TransportError.self) {
        _ = try await client.grant(barters[1].record, query: barters[1].query(by: .originator))
      }
      #expect(error?.message.contains("no room") == true)
    }
  }
}
