import Foundation
public import SemperModel
import SwiftASN1
import X509

/// A certificate of a hierarchy as received: read and found well-formed, but vouched for by nobody yet.
public struct ChainCertificate: Sendable, Hashable {
  static let largest = 8 << 10

  public let der: [UInt8]
  public let subject: ChainName
  public let key: ChainKey
  public let usage: ChainUsage
  public let depth: Int?
  public let notBefore: Timestamp
  public let notAfter: Timestamp
  /// The extensions that X.509 itself does not define.
  public let extensions: [ChainProfile.PrivateExtension]
  let certificate: Certificate

  private static let standard: Set<ASN1ObjectIdentifier> = [
    .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage, .X509ExtensionID.subjectKeyIdentifier,
    .X509ExtensionID.authorityKeyIdentifier,
  ]

  /// Refuses with `malformed`, blame on the peer, what does not keep to the profile: version 3, signed with ECDSA and
  /// SHA-256, one usage of the key, a name of the four attributes.
  public init(der: [UInt8]) throws(Refusal) {
    do {
      try self.init(trusted: der)
    } catch {
      throw Refusal(.malformed, blame: .peer, "the certificate cannot be used: \(error.message)")
    }
  }

  init(trusted der: [UInt8]) throws(CryptographyError) {
    do {
      guard der.count <= Self.largest else { throw CryptographyError(.failed, "it is too large") }
      try SignedDER.requireWholeSignature(der)
      let certificate = try Certificate(derEncoded: der)
      guard try certificate.der == der, certificate.version == .v3, certificate.signatureAlgorithm == .ecdsaWithSHA256
      else { throw CryptographyError(.failed, "it is not version 3 with ECDSA and SHA-256") }
      guard let bits = try certificate.extensions.keyUsage,
        let constraints = try certificate.extensions.basicConstraints,
        let usage = ChainUsage.allCases.first(where: { $0.bits == bits })
      else { throw CryptographyError(.failed, "its key has no single usage") }
      switch constraints {
      case .isCertificateAuthority(let depth?): self.depth = depth
      case .notCertificateAuthority: depth = nil
      case .isCertificateAuthority(nil): throw CryptographyError(.failed, "an authority says how deep it reaches")
      }
      key = try Self.key(der)
      guard (usage == .certifying) == (depth != nil), (usage == .transport) == key.isTransport else {
        throw CryptographyError(.failed, "its key does not fit its usage")
      }
      self.usage = usage
      subject = try ChainName(certificate.subject)
      notBefore = try Self.timestamp(certificate.notValidBefore)
      notAfter = try Self.timestamp(certificate.notValidAfter)
      extensions = certificate.extensions.filter { !Self.standard.contains($0.oid) }.map {
        ChainProfile.PrivateExtension(OID($0.oid), isCritical: $0.critical, bytes: Array($0.value))
      }
      self.certificate = certificate
      self.der = der
    } catch let error as CryptographyError {
      throw error
    } catch {
      throw CryptographyError(.failed, "it is not X.509")
    }
  }

  /// Reads the SubjectPublicKeyInfo where it stands: the seventh field of what is signed.
  private static func key(_ der: [UInt8]) throws -> ChainKey {
    var outer = try DERReader(DERElement(der))
    var fields = try DERReader(outer.element())
    for _ in 0..<6 { _ = try fields.element() }
    let info = try fields.element().encoded
    if let rsa = try? TransportPublicKey(der: info) { return .transport(rsa) }
    guard let point = try Certificate(derEncoded: der).profiledPoint else {
      throw CryptographyError(.failed, "its key is neither P-256 nor RSA")
    }
    return .signing(point)
  }

  private static func timestamp(_ date: Date) throws -> Timestamp {
    let seconds = date.timeIntervalSince1970
    guard (-62_135_596_800...253_402_300_799).contains(seconds) else {
      throw CryptographyError(.failed, "its validity is out of range")
    }
    return Timestamp(seconds: Int64(seconds))
  }

  /// The value of a private extension.
  public func value(of name: OID) -> [UInt8]? { extensions.first { $0.name == name }?.value }

  /// Plain SHA-256 of the DER: what others call the certificate by.
  public var thumb: SemperModel.Digest { SemperModel.Digest(plain: der) }
}

extension ChainKey {
  var isTransport: Bool {
    switch self {
    case .transport: true
    case .signing: false
    }
  }
}
