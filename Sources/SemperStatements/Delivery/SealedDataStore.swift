public import SemperModel

/// Where an arbiter keeps ciphertexts that a party has left with it, by the root that its owner has signed. What does not
/// lead to that root is not taken in.
public protocol SealedDataStore: Sendable {
  /// Whether the whole ciphertext is here.
  func holds(_ locked: LockedData) async throws -> Bool
  /// The whole ciphertext, if it is here and small enough to be checked at once.
  func bytes(of locked: LockedData) async throws -> [UInt8]?
  /// Gives back the space of what these sources have left of a ciphertext that is not whole, and of the whole one when
  /// nobody else needs it. Does nothing when there is none.
  func remove(_ locked: LockedData, from sources: [Digest], andWhole: Bool) async throws
}
