public import SemperCoding

/// How surely the receiver of a container knows who made it; the later case is the stronger one.
public enum Authenticity: String, Sendable, CaseIterable, Comparable, CanonicalValue {
  /// The holder of a key that the receiver expects. The key may be a pseudonym, and the proof may convince the receiver
  /// alone.
  case key
  /// The holder of a key that an authority has certified. Certificates are for signing keys, so a signature is the only
  /// proof, and it convinces everybody.
  case certified

  public static func < (left: Authenticity, right: Authenticity) -> Bool { left == .key && right == .certified }
}
