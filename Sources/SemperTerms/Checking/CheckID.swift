public import SemperCoding

/// The checks that terms of business undergo, by their numbers.
public enum CheckID: String, Sendable, CaseIterable, CanonicalValue, Comparable {
  /// Form, names, references; every state can be reached; every field is there when it is looked at.
  case form = "T1"
  /// One mover in each state, and the other side learns what was chosen.
  case mover = "T2"
  /// Both sides' projections fit: no run stands still, and no item comes from the wrong side.
  case projections = "T3"
  /// Every wait has an end, every run too, and within the limits.
  case time = "T4"
  /// Whatever the seller does, the buyer gets what it paid for, its money, or a hearing.
  case wayOut = "T5"
  /// Nobody pays before the seller is bound.
  case commitment = "T6"
  /// No more is paid than the limits say, and no more comes back than was paid.
  case money = "T7"
  /// What each side may lose, state by state.
  case exposure = "T8"
  /// Who may claim something holds the evidence for it by then.
  case evidence = "T9"
  /// Disputes can be reached in time and give time to be heard.
  case dispute = "T10"
  /// No personal data without purpose, before its time or for ever; who browses anonymously stays anonymous.
  case privacy = "T11"
  /// The law of consumers.
  case consumer = "T12"
  /// What people read is complete, short and honest.
  case display = "T13"
  /// Nothing leads out of the service, and it is not too large.
  case confinement = "T14"
  /// A new version that is worse for the buyer says so.
  case compatibility = "T15"

  public static func < (left: CheckID, right: CheckID) -> Bool { left.number < right.number }

  private var number: Int { Int(rawValue.dropFirst()) ?? 0 }
}
