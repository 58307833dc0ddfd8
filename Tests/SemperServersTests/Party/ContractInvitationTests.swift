import SemperArchive
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperStatements
import SemperTesting
import Testing

@testable import SemperServers

/// What a coordinator asks of a party it asks in the same words after a restart.
@Suite struct ContractInvitationTests {
  @Test func aRestartRepeatsTheInvitation() async throws {
    let (coordinator, parties, arbiter) = (SigningKey(), [SigningKey(), SigningKey()], SigningKey())
    let number = try Nonce(bytes: Array(repeating: 7, count: 32))
    let contract = try ManyPartyContract(
      document: "We all agree to this.".documentDigest, coordinator: coordinator.thumbprint,
      parties: parties.map(\.publicKey.thumbprint), arbiter: arbiter.thumbprint)
    let party = PartyTerms(
      role: .originator, key: coordinator.publicKey, nonce: number,
      secret: try OpeningSecret(bytes: Array(repeating: 3, count: 32)))
    let pinned = ArbiterTerms(
      key: arbiter.publicKey, sealingKey: SealingKey().publicKey, epoch: 1, policy: Digest(plain: [1]))
    func invitation(closing: Int64) throws -> ContractInvitation {
      ContractInvitation(
        number: number, address: try Address("http://127.0.0.1:8080"), contract: contract, party: party,
        arbiter: pinned, salts: [number, number], closes: Timestamp(seconds: 1_800_000_000 + closing),
        window: Span(seconds: 6))
    }
    let records = InMemoryArchive().records
    let first = try await invitation(closing: 60).kept(in: records)
    #expect(try await invitation(closing: 90).kept(in: records) == first)
    #expect(first.closes == Timestamp(seconds: 1_800_000_060))
  }
}
