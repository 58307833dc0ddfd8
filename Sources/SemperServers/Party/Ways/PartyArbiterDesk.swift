import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

/// A party's way to its arbiter over any transport.
struct PartyArbiterDesk: ArbiterDesk {
  private let calls: ArbiterClient
  private let data: ArbiterDataClient

  init(transport: any Transport, address: Address) {
    calls = ArbiterClient(transport: transport, address: address)
    data = ArbiterDataClient(transport: transport, address: address)
  }

  func call(_ statement: SignedStatement) async throws -> ArbiterAnswer { try await calls.call(statement) }

  func holds(_ locked: LockedData, under claim: DataClaim) async throws -> Bool {
    let grant = try await data.grant(claim.record, query: claim.query)
    return try await data.received(locked, under: grant) == locked.length
  }

  func leave(
    _ ciphertext: AsyncThrowingStream<[UInt8], any Error>, as locked: LockedData, under claim: DataClaim
  ) async throws {
    let grant = try await data.grant(claim.record, query: claim.query)
    let reader = ForwardReader(ciphertext)
    try await data.upload(locked, under: grant) { offset, count in try await reader.read(count, at: offset) }
  }
}
