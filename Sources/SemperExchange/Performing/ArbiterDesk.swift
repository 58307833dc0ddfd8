public import SemperCryptography
public import SemperStatements

/// An arbiter that can be called and that takes in ciphertexts.
public protocol ArbiterDesk: Sendable {
  /// Throws a `Refusal` when the arbiter refuses the call; anything else thrown means that no answer came.
  func call(_ statement: SignedStatement) async throws -> ArbiterAnswer
  /// Whether the whole ciphertext lies there. The claim shows that who asks is a party to the exchange.
  func holds(_ locked: LockedData, under claim: DataClaim) async throws -> Bool
  /// A ciphertext of which the whole lies there; who takes it checks it.
  func ciphertext(
    _ locked: LockedData, under claim: DataClaim
  ) async throws -> AsyncThrowingStream<[UInt8], any Error>
  /// Leaves a whole ciphertext there. Throws a `Refusal` when the arbiter does not take it.
  func leave(
    _ ciphertext: AsyncThrowingStream<[UInt8], any Error>, as locked: LockedData, under claim: DataClaim
  ) async throws
}
