package import SemperCryptography
package import SemperEngine
package import SemperExchange
package import SemperStatements

/// The way to a real arbiter and to where it keeps ciphertexts.
package struct CellDesk: ArbiterDesk {
  let arbiter: Arbiter
  let store: TestDataStore
  let time: any TimeSource

  /// - Parameter store: where the arbiter finds the ciphertexts that are left for it.
  package init(arbiter: Arbiter, store: TestDataStore, time: any TimeSource) {
    self.arbiter = arbiter
    self.store = store
    self.time = time
  }

  package func call(_ statement: SignedStatement) async throws -> ArbiterAnswer {
    try await arbiter.answer(statement, at: await time.now())
  }

  package func holds(_ locked: LockedData, under claim: DataClaim) async throws -> Bool {
    _ = try await allowed(locked, under: claim)
    return try await store.holds(locked)
  }

  package func ciphertext(
    _ locked: LockedData, under claim: DataClaim
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
    let bytes = try await store.bytes(of: try await allowed(locked, under: claim)) ?? []
    return AsyncThrowingStream { continuation in
      continuation.yield(bytes)
      continuation.finish()
    }
  }

  package func leave(
    _ ciphertext: AsyncThrowingStream<[UInt8], any Error>, as locked: LockedData, under claim: DataClaim
  ) async throws {
    let named = try await allowed(locked, under: claim)
    var bytes = [UInt8]()
    for try await piece in ciphertext { bytes += piece }
    store.keep(bytes, as: named)
  }

  /// As over the network: with the arbiter's leave for this ciphertext, or not at all.
  private func allowed(_ locked: LockedData, under claim: DataClaim) async throws -> LockedData {
    let now = await time.now()
    let grant = try await arbiter.grant(claim, at: now)
    return try await arbiter.ciphertext(locked.root, token: grant.token, at: now).locked
  }
}
