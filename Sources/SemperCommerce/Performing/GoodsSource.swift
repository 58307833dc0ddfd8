public import SemperCryptography
public import SemperModel
public import SemperStatements

/// The seller's store of what it sells.
public protocol GoodsSource: Sendable {
  /// The content as encrypted for one exchange, by the root over its ciphertext.
  func locked(
    _ content: ContentDescription, exchange: Digest, opening: ItemOpening
  ) async throws -> LockedData
}
