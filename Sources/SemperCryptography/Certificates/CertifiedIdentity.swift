public import SemperModel

/// Whose key it is, as a trusted authority certified it. Only a `CertificateVerifier` makes one; it cannot be decoded.
public struct CertifiedIdentity: Sendable, Hashable {
  public let subject: CertificateSubject
  public let key: PublicKey
  public let notAfter: Timestamp
  /// Plain SHA-256 of the root's DER: who vouches.
  public let root: Digest

  init(_ certificate: RoleCertificate, vouchedForBy root: TrustedRoot) {
    subject = certificate.subject
    key = certificate.key
    notAfter = certificate.notAfter
    self.root = Digest(plain: root.der)
  }
}
