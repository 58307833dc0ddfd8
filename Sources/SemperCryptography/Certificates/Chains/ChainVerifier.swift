public import SemperModel
import X509

/// Judges certificates of a hierarchy, without a clock and without asking anybody.
///
/// Every certificate between the one that is judged and a trusted root is held to the same rules: signed by the next, issued
/// by a key that certifies and reaches this deep, in force at the time, and without a critical extension that is not known.
public struct ChainVerifier: Sendable {
  static let deepest = 6

  private let roots: [ChainCertificate]
  private let understood: Set<OID>

  /// Throws `invalidKey` when a root is none. The roots are never taken from a peer.
  public init(roots: [[UInt8]], understanding extensions: Set<OID>) throws(CryptographyError) {
    guard !roots.isEmpty else { throw CryptographyError(.invalidKey, "a verifier without roots trusts nobody") }
    var read = [ChainCertificate]()
    for der in roots {
      let root = try ChainCertificate(trusted: der)
      guard root.usage == .certifying, Self.isSigned(root, by: root) else {
        throw CryptographyError(.invalidKey, "a trusted root is a self-signed authority")
      }
      read.append(root)
    }
    self.roots = read
    understood = extensions
  }

  /// The certificates from this one up to its root. Refuses with blame on the peer: `malformed`, `untrusted`, `expired`.
  public func chain(
    of certificate: [UInt8], among others: [[UInt8]], at time: Timestamp
  ) throws(Refusal) -> [ChainCertificate] {
    var chain = [try ChainCertificate(der: certificate)]
    var candidates = [ChainCertificate]()
    for other in others.prefix(16) where other != certificate { candidates.append(try ChainCertificate(der: other)) }
    while true {
      let last = chain[chain.count - 1]
      try check(last, at: time)
      if let root = roots.first(where: { $0.der == last.der }) {
        guard root.der == last.der, chain.count > 1 else {
          throw Refusal(.untrusted, blame: .peer, "a root vouches for others only")
        }
        return chain
      }
      guard chain.count < Self.deepest,
        let issuer = (roots + candidates).first(where: { Self.issues($0, last, below: chain.count - 1) })
      else {
        throw Refusal(.untrusted, blame: .peer, "no trusted root stands above the certificate of \(Self.name(last))")
      }
      chain.append(issuer)
    }
  }

  private func check(_ certificate: ChainCertificate, at time: Timestamp) throws(Refusal) {
    guard certificate.extensions.allSatisfy({ !$0.isCritical || understood.contains($0.name) }) else {
      throw Refusal(.untrusted, blame: .peer, "the certificate has a critical extension that is not known here")
    }
    guard certificate.notBefore <= time, time <= certificate.notAfter else {
      throw Refusal(.expired, blame: .peer, "the certificate of \(Self.name(certificate)) was not in force at \(time)")
    }
  }

  /// `below` is how many authorities stand between the issuer and the end.
  private static func issues(_ issuer: ChainCertificate, _ subject: ChainCertificate, below: Int) -> Bool {
    guard let depth = issuer.depth, issuer.usage == .certifying, depth >= below else { return false }
    return isSigned(subject, by: issuer)
  }

  private static func isSigned(_ subject: ChainCertificate, by issuer: ChainCertificate) -> Bool {
    subject.certificate.isSigned(by: issuer.certificate)
  }

  private static func name(_ certificate: ChainCertificate) -> String {
    certificate.subject.common ?? certificate.subject.unit ?? certificate.subject.organisation
  }
}
