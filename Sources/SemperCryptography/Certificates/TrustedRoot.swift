import SwiftASN1
import X509

/// A root certificate that a trust list names, checked for what a root must be.
struct TrustedRoot: Sendable {
  let der: [UInt8]
  let certificate: Certificate

  /// Throws `invalidKey` unless this is a self-signed P-256 certification authority of one level.
  init(der: [UInt8]) throws(CryptographyError) {
    do {
      try SignedDER.requireWholeSignature(der)
      let certificate = try Certificate(derEncoded: der)
      guard certificate.profiledKey != nil, certificate.isSigned(by: certificate),
        case .isCertificateAuthority(maxPathLength: 0)? = try certificate.extensions.basicConstraints,
        try certificate.extensions.keyUsage?.keyCertSign == true
      else { throw CryptographyError(.invalidKey, "no root") }
      self.der = der
      self.certificate = certificate
    } catch {
      throw CryptographyError(.invalidKey, "a trusted root is a self-signed P-256 authority with path length 0")
    }
  }
}
