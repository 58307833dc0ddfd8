import Crypto
import CryptoExtras
import SemperModel
import SwiftASN1
import X509

/// Signs the certificates of a hierarchy of any depth (X.509 version 3, ECDSA on P-256).
///
/// Guards the form. Whom an authority certifies is decided before `issue` is called.
public struct ChainIssuer: Sendable {
  private let key: SigningKey
  private let issuer: Certificate?
  /// The issuer's own certificate (DER); empty for one that founds a root.
  public let certificate: [UInt8]

  /// One that can only found a root of its own.
  public init(founding key: SigningKey) {
    self.key = key
    issuer = nil
    certificate = []
  }

  /// Throws when the key does not belong to the certificate.
  public init(certificate: [UInt8], key: SigningKey) throws(CryptographyError) {
    let read = try ChainCertificate(trusted: certificate)
    guard read.usage == .certifying, read.key == .signing(key.publicKey) else {
      throw CryptographyError(.invalidKey, "the key does not certify under this certificate")
    }
    self.key = key
    issuer = read.certificate
    self.certificate = certificate
  }

  /// A certificate (DER). It never outlives its issuer's.
  public func issue(
    _ profile: ChainProfile, using generator: inout some RandomNumberGenerator
  ) throws(CryptographyError) -> [UInt8] {
    do {
      let publicKey = try Self.publicKey(profile.key)
      let serial =
        [UInt8.random(in: 1...0x7F, using: &generator)]
        + (1..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      let subject = try profile.subject.name
      return try Certificate(
        version: .v3, serialNumber: Certificate.SerialNumber(bytes: serial), publicKey: publicKey,
        notValidBefore: profile.notBefore.date,
        notValidAfter: min(profile.notAfter.date, issuer?.notValidAfter ?? profile.notAfter.date),
        issuer: issuer?.subject ?? subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
        extensions: Self.extensions(profile, publicKey, issuer), issuerPrivateKey: key.certificateKey
      ).der
    } catch {
      throw CryptographyError(.failed, "the certificate could not be made: \(error)")
    }
  }

  private static func publicKey(_ key: ChainKey) throws -> Certificate.PublicKey {
    switch key {
    case .signing(.p256(let x, let y)): try Certificate.PublicKey(rawP256: x + y)
    case .signing(.ed25519): throw CryptographyError(.invalidKey, "certificates are for P-256 and RSA keys")
    case .transport(let key): Certificate.PublicKey(try _RSA.Signing.PublicKey(derRepresentation: key.der))
    }
  }

  private static func extensions(
    _ profile: ChainProfile, _ key: Certificate.PublicKey, _ issuer: Certificate?
  ) throws -> Certificate.Extensions {
    let identifier = try issuer?.extensions.subjectKeyIdentifier?.keyIdentifier
    let own = profile.extensions.map {
      Certificate.Extension(oid: $0.name.asn1, critical: $0.isCritical, value: $0.value[...])
    }
    return try Certificate.Extensions {
      if let depth = profile.depth {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: depth))
      } else {
        Critical(BasicConstraints.notCertificateAuthority)
      }
      Critical(profile.usage.bits)
      SubjectKeyIdentifier(hash: key)
      if let identifier { AuthorityKeyIdentifier(keyIdentifier: identifier) }
      for one in own { one }
    }
  }
}
