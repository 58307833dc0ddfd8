import Foundation
public import SemperModel
import SwiftASN1
import X509

/// A role certificate as received: read and found well-formed, but vouched for by nobody yet.
///
/// Only `CertificateVerifier` says whether it may be relied on.
public struct RoleCertificate: Sendable, Hashable {
  static let largest = 4 << 10

  public let subject: CertificateSubject
  public let key: PublicKey
  public let notBefore: Timestamp
  public let notAfter: Timestamp
  public let serial: [UInt8]
  public let der: [UInt8]
  let certificate: Certificate

  /// Refuses with `malformed`, blame on the peer, what does not keep to the profile: version 3, P-256 and SHA-256, no
  /// authority, signatures only, an organisation and a role as the name, at most one URI beside it.
  public init(der: [UInt8]) throws(Refusal) {
    do {
      guard der.count <= Self.largest else { throw CryptographyError(.failed, "it is too large") }
      try SignedDER.requireWholeSignature(der)
      let certificate = try Certificate(derEncoded: der)
      let extensions = certificate.extensions
      guard let key = certificate.profiledKey else {
        throw CryptographyError(.failed, "it does not keep to the profile of role certificates")
      }
      guard case .notCertificateAuthority? = try extensions.basicConstraints,
        let usage = try extensions.keyUsage, usage == KeyUsage(digitalSignature: true)
      else { throw CryptographyError(.failed, "a role signs statements and certifies nobody") }
      subject = try CertificateSubject(name: certificate.subject, address: extensions.address)
      self.key = key
      notBefore = try Timestamp(certificate.notValidBefore)
      notAfter = try Timestamp(certificate.notValidAfter)
      serial = Array(certificate.serialNumber.bytes)
      self.der = der
      self.certificate = certificate
    } catch {
      let reason = (error as? CryptographyError)?.message ?? "it is not X.509"
      throw Refusal(.malformed, blame: .peer, "the certificate cannot be used: \(reason)")
    }
  }

  /// The key of any X.509 certificate that keeps to the profile, without judging anything else in it.
  static func key(inLeaf der: [UInt8]) -> PublicKey? {
    (try? Certificate(derEncoded: der))?.profiledKey
  }
}

extension Timestamp {
  init(_ date: Date) throws(CryptographyError) {
    let seconds = date.timeIntervalSince1970
    guard (-62_135_596_800...253_402_300_799).contains(seconds) else {
      throw CryptographyError(.failed, "its validity is out of range")
    }
    self.init(seconds: Int64(seconds))
  }

  var date: Date { Date(timeIntervalSince1970: TimeInterval(seconds)) }
}
