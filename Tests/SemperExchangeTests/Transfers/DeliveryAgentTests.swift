import SemperArchive
import SemperCoding
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
    let letter = prepared.letter(number: 0)
    let token = try await agent.submit(letter, on: parcel.commission(of: letter), at: Parcel.start)
    let again = try await agent.submit(
      letter, on: parcel.commission(of: letter), at: Parcel.start.advanced(by: Span(seconds: 9)))
    #expect(token == again)
    let otherEnvelope = TransferLetter(
      manifest: prepared.manifest, envelope: prepared.envelopes[1], body: prepared.body)
    let refusal = await #expect(throws: Refusal.self) {
      try await agent.submit(otherEnvelope, on: parcel.commission(of: otherEnvelope), at: Parcel.start)
    }
    #expect(refusal?.code == .idempotencyConflict)
  }

  /// A recipient that has the letter goes to the agent before its sender: with an envelope that does not open, and with an
  /// address where nobody is.
  @Test func whoeverHasTheLetterCannotComeBeforeItsSender() async throws {
    let parcel = try Parcel(withAgent: true)
    let agent = DeliveryAgent(records: InMemoryArchive().records, key: parcel.agent)
    let letter = try await parcel.letter()
    let spoilt = TransferLetter(manifest: letter.manifest, envelope: ByteString([1, 2, 3]), body: letter.body)
    let genuine = try parcel.commission(of: letter, destination: "http://recipient.example")
    func code(_ letter: TransferLetter, _ commission: SignedStatement) async -> RefusalCode? {
      await #expect(throws: Refusal.self) { try await agent.submit(letter, on: commission, at: Parcel.start) }?.code
    }
    let cheat = parcel.recipients[0].key
    for key in [cheat, parcel.recipients[1].key, parcel.outsider] {
      #expect(await code(spoilt, try parcel.commission(of: spoilt, by: key)) == .wrongSigner)
      #expect(
        await code(letter, try parcel.commission(of: letter, by: key, destination: "http://nobody.example"))
          == .wrongSigner)
    }
    // What the sender has signed is of no use with anything else.
    #expect(await code(spoilt, genuine) == .notAsOffered)
    let elsewhere = try parcel.commission(of: letter, agent: parcel.outsider.thumbprint)
    #expect(await code(letter, elsewhere) == .notAParty)
    let others = try parcel.commission(
      of: letter, transfer: Parcel.manifest(from: parcel.sender, to: [cheat.thumbprint]).digest)
    #expect(await code(letter, others) == .notAsOffered)
    let stranger = try parcel.commission(of: letter, recipient: parcel.outsider.thumbprint)
    #expect(await code(letter, stranger) == .notAParty)

    // Brought early by somebody else it is the same submission.
    let early = try await agent.submit(letter, on: genuine, at: Parcel.start)
    let again = try parcel.commission(of: letter, destination: "http://recipient.example")
    let own = try await agent.submit(letter, on: again, at: Parcel.start.advanced(by: Span(seconds: 5)))
    #expect(own == early)
    _ = try TransferVerifier.submission(
      own, of: letter.journalledManifest, to: cheat.thumbprint, by: parcel.agent.publicKey)
    let place = try await agent.destination(of: letter.journalledManifest.digest, to: cheat.thumbprint)
    #expect(place == "http://recipient.example")
  }

  @Test func aCommissionReadsBackAsItselfAndIsBounded() async throws {
    let parcel = try Parcel(withAgent: true)
    let letter = try await parcel.letter()
    let signed = try parcel.commission(of: letter, destination: "http://recipient.example")
    let content = try VerifiedStatement<TransferCommission>(verifying: signed, keys: KeySet()).content
    #expect(try TransferCommission(canonicalBytes: content.canonicalBytes) == content)
    #expect(content.destination == "http://recipient.example" && content.envelope == letter.envelope)
    #expect(throws: CodingError.self) {
      try parcel.commission(of: letter, destination: String(repeating: "a", count: 2_049))
    }
    #expect(throws: CodingError.self) { try parcel.commission(of: letter, destination: "") }
    #expect(throws: CodingError.self) {
      try parcel.commission(of: letter, envelope: ByteString(Array(repeating: 1, count: 129)))
    }
  }

  @Test func itSignsForTransportOnlyWhatTheRecipientTook() async throws {
    let parcel = try Parcel(withAgent: true)
    let agent = DeliveryAgent(records: InMemoryArchive().records, key: parcel.agent)
    let prepared = try await parcel.prepared()
    let manifest = prepared.content
    let key = parcel.recipients[0].key.thumbprint
    let letter = prepared.letter(number: 0)
    _ = try await agent.submit(letter, on: parcel.commission(of: letter), at: Parcel.start)
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
    let signed = try Parcel(withAgent: true)
    let to = DeliveryAgent(records: InMemoryArchive().records, key: signed.agent)
    func code(_ agent: DeliveryAgent, _ letter: TransferLetter, _ commission: SignedStatement, _ now: Timestamp) async
      -> RefusalCode?
    {
      await #expect(throws: Refusal.self) { try await agent.submit(letter, on: commission, at: now) }?.code
    }
    let unsigned = try await parcel.letter()
    #expect(await code(agent, unsigned, try parcel.commission(of: unsigned), Parcel.start) == .wrongSigner)
    let letter = try await signed.letter()
    #expect(await code(to, letter, try signed.commission(of: letter, recipient: key), Parcel.start) == .notAParty)
    let late = letter.journalledManifest.closes.advanced(by: Span(seconds: 1))
    #expect(await code(to, letter, try signed.commission(of: letter), late) == .tooLate)
    let bad = TransferLetter(manifest: letter.manifest, envelope: letter.envelope, body: ByteString([1]))
    #expect(await code(to, bad, try signed.commission(of: bad), Parcel.start) == .goodsInvalid)
    let refusal = await #expect(throws: Refusal.self) {
      try await agent.progress(of: letter.journalledManifest.digest, to: key)
    }
    #expect(refusal?.code == .notFound)
  }
}
