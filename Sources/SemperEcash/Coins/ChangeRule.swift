public import SemperCoding

/// How a mint gives change.
public enum ChangeRule: String, Sendable, CaseIterable, CanonicalValue {
  /// With any operation, as new coins of whoever makes the request. That is quick, and the new coins can be somebody else's.
  case free
  /// By refresh only, so that new coins stay with who had the old ones; swaps and change with payments are refused.
  case refresh
}
