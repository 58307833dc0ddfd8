public import SemperModel

/// A message of an exchange piece for piece before it is signed.
public enum PieceMessage: Hashable, Sendable {
  case commit([LockedItem], answering: Digest?)
  case open(number: Int, commits: [Digest])
  case end(holds: Int, EndPieces.Reason, commits: [Digest])
}
