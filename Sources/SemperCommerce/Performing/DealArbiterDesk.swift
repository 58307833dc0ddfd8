import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

/// The arbiter of a deal, which keeps no data: see `DealItemSource`.
struct DealArbiterDesk: ArbiterDesk {
  let arbiter: any ArbiterLink

  func call(_ statement: SignedStatement) async throws -> ArbiterAnswer { try await arbiter.call(statement) }
  func holds(_ locked: LockedData, under claim: DataClaim) async throws -> Bool { false }

  func ciphertext(
    _ locked: LockedData, under claim: DataClaim
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
    throw Refusal(.goodsMissing, blame: .us, "the terms of this business leave no goods with the arbiter")
  }

  func leave(
    _ ciphertext: AsyncThrowingStream<[UInt8], any Error>, as locked: LockedData, under claim: DataClaim
  ) async throws {
    throw Refusal(.outsideTerms, blame: .us, "the terms of this business leave no goods with the arbiter")
  }
}
