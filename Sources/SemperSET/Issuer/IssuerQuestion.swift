public import SemperModel

/// What the gateway asks of the issuer of a card that its own bank does not know. Earlier questions are named by their ids.
public enum IssuerQuestion: Hashable, Sendable {
  /// Hold the amount for a later `complete`; the issuer may let go after some days.
  case hold(IssuerCharge)
  /// Take the amount at once.
  case take(IssuerCharge)
  /// Take this much of what is held; the rest is free again.
  case complete(Money, of: ID<Operation>)
  /// Give so much back of what was taken or completed.
  case giveBack(Money, of: ID<Operation>)
  /// Undo a question that was answered with yes; of a hold this much stays.
  case undo(ID<Operation>, kept: Money)
}
