import Foundation
public import SemperModel
import X509

/// The authority's side: a self-signed root that certifies the keys of roles, one level deep.
///
/// Guards the profile, not the truth: who may have a certificate is decided before `issue` is called.
public struct CertificateAuthority: Sendable {
  let key: SigningKey
  let root: Certificate
  /// The root certificate (DER), which relying parties put into their trust list.
  public let certificate: [UInt8]

  /// Founds an authority: a new self-signed root for the key.
  public init(
    founding organisation: String, key: SigningKey, from start: Timestamp, for lifetime: Span,
    using generator: inout some RandomNumberGenerator
  ) throws(CryptographyError) {
    let signer = try key.certificateKey
    let name = try CertificateSubject(organisation: organisation, role: .authority)
    do {
      root = try Certificate(
        version: .v3, serialNumber: Self.serial(using: &generator), publicKey: signer.publicKey,
        notValidBefore: start.date, notValidAfter: start.advanced(by: lifetime).date, issuer: name.name,
        subject: name.name, signatureAlgorithm: .ecdsaWithSHA256,
        extensions: Certificate.Extensions {
          Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
          Critical(KeyUsage(keyCertSign: true, cRLSign: true))
          SubjectKeyIdentifier(hash: signer.publicKey)
        },
        issuerPrivateKey: signer)
      certificate = try root.der
    } catch {
      throw CryptographyError(.failed, "the root certificate could not be made: \(error)")
    }
    self.key = key
  }

  /// Continues an authority whose root was made before; throws when the key is not the root's.
  public init(certificate: [UInt8], key: SigningKey) throws(CryptographyError) {
    root = try TrustedRoot(der: certificate).certificate
    guard root.profiledKey == key.publicKey else {
      throw CryptographyError(.invalidKey, "the key does not belong to the root certificate")
    }
    self.certificate = certificate
    self.key = key
  }

  /// A certificate (DER) for the subject and key of a checked request. It never outlives the root.
  public func issue(
    _ request: CertificateRequest, from start: Timestamp, for lifetime: Span,
    using generator: inout some RandomNumberGenerator
  ) throws(CryptographyError) -> [UInt8] {
    guard root.isInForce(at: start) else {
      throw CryptographyError(.failed, "the root certificate is not in force; found a new authority")
    }
    let subject = request.subject
    do {
      guard case .p256(let x, let y) = request.key else {
        throw CryptographyError(.invalidKey, "certificates are for P-256 keys only")
      }
      let key = try Certificate.PublicKey(rawP256: x + y)
      let rootIdentifier = try root.extensions.subjectKeyIdentifier?.keyIdentifier
      return try Certificate(
        version: .v3, serialNumber: Self.serial(using: &generator), publicKey: key, notValidBefore: start.date,
        notValidAfter: min(start.advanced(by: lifetime).date, root.notValidAfter), issuer: root.subject,
        subject: subject.name, signatureAlgorithm: .ecdsaWithSHA256,
        extensions: Certificate.Extensions {
          Critical(BasicConstraints.notCertificateAuthority)
          Critical(KeyUsage(digitalSignature: true))
          SubjectKeyIdentifier(hash: key)
          AuthorityKeyIdentifier(keyIdentifier: rootIdentifier)
          if let address = subject.address {
            SubjectAlternativeNames([.uniformResourceIdentifier(address)])
          }
        },
        issuerPrivateKey: self.key.certificateKey
      ).der
    } catch {
      throw CryptographyError(.failed, "the certificate could not be made: \(error)")
    }
  }

  /// 127 random bits: positive, never zero, hard to guess before the signature is made.
  static func serial(using generator: inout some RandomNumberGenerator) -> Certificate.SerialNumber {
    let rest = (1..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    return Certificate.SerialNumber(bytes: [UInt8.random(in: 1...0x7F, using: &generator)] + rest)
  }
}
