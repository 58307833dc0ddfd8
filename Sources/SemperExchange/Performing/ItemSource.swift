public import SemperCryptography
public import SemperModel
public import SemperStatements

/// Where our own data is, whatever its size.
public protocol ItemSource: Sendable {
  /// Our data as it is encrypted for one exchange; a repetition gives the same. Throws a `Refusal` when there is no such
  /// data here.
  func locked(_ item: DescribedItem, exchange: Digest, opening: ItemOpening) async throws -> LockedData
  /// The ciphertext of what was locked so, for the arbiter.
  func ciphertext(
    of item: DescribedItem, exchange: Digest, opening: ItemOpening
  ) async throws -> AsyncThrowingStream<[UInt8], any Error>
}
