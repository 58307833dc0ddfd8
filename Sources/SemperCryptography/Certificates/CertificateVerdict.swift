public import SemperModel

/// What a verifier found about a certificate chain.
public enum CertificateVerdict: Sendable, Hashable {
  /// The policy is met: the key belongs to this organisation in this role, says this root.
  case valid(CertifiedIdentity)
  /// It is not, and why.
  case refused(Refusal)

  /// The identity, or the reason thrown.
  public func identity() throws(Refusal) -> CertifiedIdentity {
    switch self {
    case .valid(let identity): return identity
    case .refused(let refusal): throw refusal
    }
  }
}
