import Crypto
import Foundation
public import SemperModel
import SwiftASN1
import X509

/// An X.509 certificate that counts only once an exchange has gone through: with the opening that its condition names, or with
/// the arbiter's resolution of that exchange (item class Sb).
///
/// The condition is a critical extension, so that software that does not know it refuses the certificate (RFC 5280, section
/// 4.2), as it must: without opening or resolution it promises nothing. Reading it vouches for nothing; `check(issuer:at:)`
/// does.
public struct ConditionalCertificate: Hashable, Sendable {
  public static let largest = 4 << 10
  /// All extensions it has, each once.
  private static let extensions: Set<ASN1ObjectIdentifier> = [
    .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage, .X509ExtensionID.subjectKeyIdentifier,
    .X509ExtensionID.authorityKeyIdentifier, CertificateCondition.identifier,
  ]

  public let content: CertificateContent
  public let condition: CertificateCondition
  public let der: [UInt8]
  private let certificate: Certificate

  /// Refuses with `malformed` what does not keep to the profile to the last byte: at most 4 KiB, version 3, P-256 and
  /// SHA-256, `CN` alone as the name, no authority, signatures only, and the five extensions of the profile.
  public init(der: [UInt8]) throws(Refusal) {
    do {
      guard der.count <= Self.largest else { throw CryptographyError(.failed, "it is too large") }
      try SignedDER.requireWholeSignature(der)
      let certificate = try Certificate(derEncoded: der)
      let extensions = certificate.extensions
      guard certificate.version == .v3, certificate.signatureAlgorithm == .ecdsaWithSHA256,
        let key = SemperModel.PublicKey(p256: certificate.publicKey), Array(extensions).count == Self.extensions.count,
        Set(extensions.map(\.oid)) == Self.extensions, let condition = extensions[oid: CertificateCondition.identifier]
      else { throw CryptographyError(.failed, "it does not keep to the profile of conditional certificates") }
      guard case .notCertificateAuthority? = try extensions.basicConstraints,
        let usage = try extensions.keyUsage, usage == KeyUsage(digitalSignature: true)
      else { throw CryptographyError(.failed, "its holder signs and certifies nobody") }
      content = try CertificateContent(
        subject: HumanText(Self.commonName(certificate.subject)), key: key,
        notBefore: Timestamp(certificate.notValidBefore), notAfter: Timestamp(certificate.notValidAfter))
      self.condition = try CertificateCondition(condition)
      self.der = der
      self.certificate = certificate
    } catch {
      let reason = (error as? CryptographyError)?.message ?? "it is not X.509 as conditional certificates are: \(error)"
      throw Refusal(.malformed, blame: .peer, "the conditional certificate cannot be used: \(reason)")
    }
  }

  /// Checks that this issuer has signed it. Refuses with `badSignature`, and with `expired` where it is not in force at the
  /// time, if one is given.
  public func check(issuer: PublicKey, at time: Timestamp? = nil) throws(Refusal) {
    guard case .p256(let x, let y) = issuer, let key = try? Certificate.PublicKey(rawP256: x + y),
      key.isValidSignature(certificate.signature, for: certificate)
    else {
      throw Refusal(.badSignature, blame: .peer, "the certificate is not signed by \(issuer.thumbprint)")
    }
    if let time, !certificate.isInForce(at: time) {
      throw Refusal(.expired, blame: .peer, "the certificate was not in force at \(time)")
    }
  }

  /// Whether this opening makes it count.
  public func counts(with opening: ItemOpening) -> Bool { opening.digest == condition.opening }

  private static func commonName(_ name: DistinguishedName) throws -> String {
    let attributes = Array(name)
    guard attributes.count == 1, attributes[0].count == 1, let only = attributes[0].first,
      only.type == .RDNAttributeType.commonName, let text = String(only.value)
    else { throw CryptographyError(.failed, "its name is CN alone") }
    return text
  }
}

extension CertificateAuthority {
  /// A conditional certificate (DER) that says this content and counts under this condition.
  ///
  /// Throws where the root is not in force for the whole of the content's time, because what is agreed on must not be cut.
  public func issue(
    _ content: CertificateContent, under condition: CertificateCondition,
    using generator: inout some RandomNumberGenerator
  ) throws(CryptographyError) -> [UInt8] {
    guard root.isInForce(at: content.notBefore), root.isInForce(at: content.notAfter) else {
      throw CryptographyError(.failed, "the root certificate is not in force for as long as the content says")
    }
    do {
      guard case .p256(let x, let y) = content.key else {
        throw CryptographyError(.invalidKey, "certificates are for P-256 keys only")
      }
      let holder = try Certificate.PublicKey(rawP256: x + y)
      let rootIdentifier = try root.extensions.subjectKeyIdentifier?.keyIdentifier
      let condition = try condition.extensionValue()
      return try Certificate(
        version: .v3, serialNumber: Self.serial(using: &generator), publicKey: holder,
        notValidBefore: content.notBefore.date, notValidAfter: content.notAfter.date, issuer: root.subject,
        subject: DistinguishedName { CommonName(content.subject.text) }, signatureAlgorithm: .ecdsaWithSHA256,
        extensions: Certificate.Extensions {
          Critical(BasicConstraints.notCertificateAuthority)
          Critical(KeyUsage(digitalSignature: true))
          SubjectKeyIdentifier(hash: holder)
          AuthorityKeyIdentifier(keyIdentifier: rootIdentifier)
          condition
        },
        issuerPrivateKey: key.certificateKey
      ).der
    } catch {
      throw CryptographyError(.failed, "the conditional certificate could not be made: \(error)")
    }
  }
}
