public import SemperModel

/// Who an evaluator is to somebody who trusts it. Two keys of one certified organisation are one evaluator.
public enum EvaluatorIdentity: Hashable, Sendable {
  case key(Thumbprint)
  /// - Parameter root: the digest of the root that vouches for the name.
  case organisation(String, root: Digest)
}
