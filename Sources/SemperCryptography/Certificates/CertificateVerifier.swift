import SemperModel

/// The relying side: judges certificate chains by a policy, without a clock and without asking anybody.
///
/// A chain is the leaf, issued directly by a trusted root, and may be followed by that root. Deeper chains do not exist
/// here: roots have path length 0.
public struct CertificateVerifier: Sendable {
  private let policy: CertificatePolicy
  private let roots: [TrustedRoot]

  /// Throws `invalidKey` when the policy names no root, or one that is none.
  public init(policy: CertificatePolicy) throws(CryptographyError) {
    guard !policy.roots.isEmpty else {
      throw CryptographyError(.invalidKey, "a policy without trusted roots trusts nobody")
    }
    var roots = [TrustedRoot]()
    for der in policy.roots { roots.append(try TrustedRoot(der: der)) }
    self.policy = policy
    self.roots = roots
  }

  /// The verdict on a chain as it stands in `x5c`. Refuses with blame on the peer: `malformed`, `untrusted`, `expired`.
  public func verdict(on chain: [[UInt8]]) -> CertificateVerdict {
    do {
      return .valid(try identity(in: chain))
    } catch {
      return .refused(error)
    }
  }

  private func identity(in chain: [[UInt8]]) throws(Refusal) -> CertifiedIdentity {
    guard let first = chain.first, chain.count <= 2 else {
      throw Refusal(.untrusted, blame: .peer, "a chain is a certificate and at most its root")
    }
    let leaf = try RoleCertificate(der: first)
    guard let root = roots.first(where: { leaf.certificate.isSigned(by: $0.certificate) }) else {
      throw Refusal(.untrusted, blame: .peer, "no trusted authority has issued the certificate")
    }
    guard chain.count == 1 || chain[1] == root.der else {
      throw Refusal(.untrusted, blame: .peer, "the chain continues with another certificate than its root")
    }
    guard leaf.certificate.isInForce(at: policy.time), root.certificate.isInForce(at: policy.time) else {
      throw Refusal(.expired, blame: .peer, "the certificate was not in force at \(policy.time)")
    }
    guard leaf.subject.role == policy.role else {
      throw Refusal(
        .untrusted, blame: .peer,
        "the certificate is for the role “\(leaf.subject.role.rawValue)”, not “\(policy.role.rawValue)”")
    }
    return CertifiedIdentity(leaf, vouchedForBy: root)
  }
}
