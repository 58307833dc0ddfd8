import SemperCryptography
import SemperModel

/// Where one party of an exchange piece for piece stands.
enum PieceState: Hashable, Sendable {
  /// The responder waits for the originator's commitment.
  case awaitingOffer(until: Timestamp)
  case locking
  case committing([LockedItem])
  /// The originator's commitment is on its way.
  case awaitingAnswer(until: Timestamp)
  /// The ciphertext of the peer's piece of this number; each has its own time.
  case fetching(Int, until: Timestamp)
  /// Our piece of this number is about to be given: from its signature on it counts as given.
  case opening(Int)
  /// The peer's piece of this number is due.
  case awaiting(Int, until: Timestamp)
  case checking(Int, ItemOpening)
  /// The responder has given its last piece and waits for the receipt.
  case awaitingReceipt(until: Timestamp)
  /// Our last word is to be signed.
  case ending(PieceOutcome)
  /// It is on its way.
  case leaving(PieceOutcome, until: Timestamp)
  case ended(PieceOutcome)
}
