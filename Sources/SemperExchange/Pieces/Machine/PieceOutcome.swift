public import SemperModel

/// How an exchange piece for piece ended for one party.
public enum PieceOutcome: Hashable, Sendable {
  /// All pieces of both sides were given.
  case completed
  /// It ended before. Of ours so many are out, and so many of the peer's are here as described: for an originator at most
  /// one less than it gave, for a responder never less.
  case stopped(by: Stopper, gave: Int, holds: Int)
  /// The peer's next piece was not what was described, which its own signature proves.
  case wronged(gave: Int, holds: Int)
  /// No piece was given by anybody, and this is why.
  case declined(Refusal)

  /// Who did not go on.
  public enum Stopper: String, Sendable { case us, peer }
}
