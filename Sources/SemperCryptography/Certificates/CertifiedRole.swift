public import SemperCoding

/// What an authority certifies a key for. A certificate for one role is none for another.
public enum CertifiedRole: String, Sendable, CaseIterable, CanonicalValue {
  case seller, bank, mint, arbiter, authority, evaluator, delivery, auditor, carrier
}
