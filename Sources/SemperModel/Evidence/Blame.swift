public import SemperCoding

/// Who is at fault in a refusal or a failure; decides whether to retry, complain or dispute.
public enum Blame: String, Sendable, CaseIterable, CanonicalValue {
  case us, peer, provider, environment, undetermined
}
