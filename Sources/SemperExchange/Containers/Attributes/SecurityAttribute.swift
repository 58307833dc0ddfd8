public import SemperCoding

/// The names of the security attributes (paper II.A and III.B), for saying which one is meant.
public enum SecurityAttribute: String, Sendable, CaseIterable, CanonicalValue {
  case anonymity, authenticity, confidentiality, fairness, integrity
  case originNonRepudiation = "non-repudiation-of-origin"
  case receiptNonRepudiation = "non-repudiation-of-receipt"
}
