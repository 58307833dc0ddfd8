public import SemperCoding

/// Where a case stands.
public enum DisputeStage: String, Sendable, CaseIterable, CanonicalValue {
  /// The other side is heard.
  case hearing
  /// The evidence leaves something open; a person has to judge.
  case judging
  /// Ruled, and whoever lost may appeal.
  case appealable
  /// A person has to judge once more.
  case appealed
  case final
  /// The bank has carried out the final ruling, all of it or as far as it could.
  case enforced
}
