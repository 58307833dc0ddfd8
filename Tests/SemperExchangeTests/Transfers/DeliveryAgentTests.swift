import SemperArchive
import SemperCryptography
import SemperModel
import Testing

@testable import SemperExchange

@Suite struct DeliveryAgentTests {
  private struct Answering: TransferLink {
    let reply: TransferReply
    func deliver(_ letter: TransferLetter, to recipient: Thumbprint) async throws -> TransferReply { reply }
  }

  @Test func aRepetitionGetsTheSameToken() async throws {
    let parcel = try Parcel(withAgent: true)
    let agent = DeliveryAgent(records: InMemoryArchive().records, key: parcel.agent)
    let prepared = try await parcel.prepared()
    let key = parcel.recipients[0].key.thumbprint
    let token = try await agent.submit(prepared.letter(number: 0), for: key, at: Parcel.start)
    let again = try await agent.submit(
      prepared.letter(number: 0), for: key, at: Parcel.start.advanced(by: Span(seconds: 9)))
    #expect(token == again)
    let otherEnvelope = TransferLetter(
      manifest: prepared.manifest, envelope: prepared.envelopes[1], body: prepared.body)
    let refusal = await #expect(throws: Refusal.self) {
      try await agent.submit(otherEnvelope, for: key, at: Parcel.start)
    }
    #expect(refusal?.code == .idempotencyConflict)
  }

  @Test func itSignsForTransportOnlyWhatTheRecipientTook() async throws {
    let parcel = try Parcel(withAgent: true)
    let agent = DeliveryAgent(records: InMemoryArchive().records, key: parcel.agent)
    let prepared = try await parcel.prepared()
    let manifest = prepared.content
    let key = parcel.recipients[0].key.thumbprint
    _ = try await agent.submit(prepared.letter(number: 0), for: key, at: Parcel.start)
    for link: any TransferLink in [
      NoLink(), Answering(reply: .refused(Refusal(.userDeclined, blame: .peer, "no"))), Answering(reply: .kept(nil)),
      Answering(reply: .kept(try parcel.receipt(1, for: manifest))),
    ] {
      #expect(try await agent.handOver(over: link, at: Parcel.start) == 0)
      #expect(try await agent.progress(of: manifest.digest, to: key).transport == nil)
    }
    let receipt = try parcel.receipt(0, for: manifest)
    #expect(try await agent.handOver(over: Answering(reply: .kept(receipt)), at: manifest.closes) == 1)
    #expect(try await agent.handOver(over: Answering(reply: .kept(receipt)), at: manifest.closes) == 0)
    let progress = try await agent.progress(of: manifest.digest, to: key)
    let token = try #require(progress.transport)
    _ = try TransferVerifier.transport(token, of: manifest, to: key, by: parcel.agent.publicKey)
    #expect(progress.reply == .kept(receipt))
  }

  @Test func unsignedForeignAndLateLettersAreRefused() async throws {
    let parcel = try Parcel(options: TransferOptions(signsOrigin: false), withAgent: true)
    let agent = DeliveryAgent(records: InMemoryArchive().records, key: parcel.agent)
    let key = parcel.recipients[0].key.thumbprint
    func code(_ letter: TransferLetter, _ recipient: Thumbprint, _ now: Timestamp) async -> RefusalCode? {
      await #expect(throws: Refusal.self) { try await agent.submit(letter, for: recipient, at: now) }?.code
    }
    #expect(await code(try await parcel.letter(), key, Parcel.start) == .wrongSigner)
    let signed = try Parcel(withAgent: true)
    let letter = try await signed.letter()
    #expect(await code(letter, key, Parcel.start) == .notAParty)
    let late = letter.journalledManifest.closes.advanced(by: Span(seconds: 1))
    #expect(await code(letter, signed.recipients[0].key.thumbprint, late) == .tooLate)
    let bad = TransferLetter(manifest: letter.manifest, envelope: letter.envelope, body: ByteString([1]))
    #expect(await code(bad, signed.recipients[0].key.thumbprint, Parcel.start) == .goodsInvalid)
    let refusal = await #expect(throws: Refusal.self) {
      try await agent.progress(of: letter.journalledManifest.digest, to: key)
    }
    #expect(refusal?.code == .notFound)
  }
}
