public import SemperCryptography
public import SemperModel

/// What a `PieceMachine` asks to be done. Every action bears repetition.
public enum PieceAction: Hashable, Sendable {
  /// Seal our pieces. Answered by `locked` or `lockRefused`.
  case lock
  /// Make and sign a message. Answered by `signed`.
  case sign(PieceMessage)
  /// Bring a message to the peer, for as long as it takes. Answered by `delivered`.
  case send(SignedStatement)
  /// Fetch the ciphertext of the peer's piece of this number completely. Answered by `fetched` or `fetchRefused`.
  case fetch(Int, LockedItem)
  /// Open the peer's piece of this number and compare all of it with its description. Answered by `good` or `bad`.
  case check(Int, LockedItem, ItemOpening)
  /// Answered by `timePassed` with the same time.
  case wait(until: Timestamp)
}
