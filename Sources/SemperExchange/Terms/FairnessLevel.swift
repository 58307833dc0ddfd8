public import SemperCoding

/// How fair an exchange is, shown to both before they commit and signed with the terms; never lowered silently.
public enum FairnessLevel: String, Sendable, CaseIterable, CanonicalValue {
  /// Strong: when an honest party ends, it has the peer's item or the peer will never have its own.
  case strong = "S"
  /// Strong for a party that can reach the arbiter once in each complaint window.
  case strongWithWindow = "SW"
}
