import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperStatements
import SemperTesting

/// The way to a real arbiter and to where it keeps ciphertexts.
struct CellDesk: ArbiterDesk {
  let arbiter: Arbiter
  let store: TestDataStore
  let time: VirtualTime

  func call(_ statement: SignedStatement) async throws -> ArbiterAnswer {
    try await arbiter.answer(statement, at: time.now())
  }

  func holds(_ locked: LockedData, under claim: DataClaim) async throws -> Bool { try await store.holds(locked) }

  func leave(
    _ ciphertext: AsyncThrowingStream<[UInt8], any Error>, as locked: LockedData, under claim: DataClaim
  ) async throws {
    var bytes = [UInt8]()
    for try await piece in ciphertext { bytes += piece }
    store.keep(bytes, as: locked)
  }
}
