import Crypto
import Foundation
import SemperModel
import SwiftASN1
import X509

/// The profile of X.509 (RFC 5280) that roles and their authority use: version 3, P-256 and SHA-256 throughout.
extension Certificate {
  /// Extensions that are understood here; another one that is critical makes a certificate unusable.
  private static let understood: Set<ASN1ObjectIdentifier> = [
    .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage, .X509ExtensionID.subjectAlternativeName,
    .X509ExtensionID.subjectKeyIdentifier, .X509ExtensionID.authorityKeyIdentifier,
  ]

  var der: [UInt8] {
    get throws {
      var serializer = DER.Serializer()
      try serialize(into: &serializer)
      return serializer.serializedBytes
    }
  }

  /// The key, if the certificate keeps to the profile in version, algorithms and critical extensions.
  var profiledKey: SemperModel.PublicKey? {
    guard version == .v3, signatureAlgorithm == .ecdsaWithSHA256, let point = P256.Signing.PublicKey(publicKey),
      extensions.allSatisfy({ !$0.critical || Self.understood.contains($0.oid) })
    else { return nil }
    return SemperModel.PublicKey(point)
  }

  func isSigned(by issuer: Certificate) -> Bool {
    self.issuer == issuer.subject && issuer.publicKey.isValidSignature(signature, for: self)
  }

  func isInForce(at time: Timestamp) -> Bool {
    let date = Date(timeIntervalSince1970: TimeInterval(time.seconds))
    return notValidBefore <= date && date <= notValidAfter
  }
}

extension Certificate.Extensions {
  /// The one URI among the alternative names; a name of another type is an error.
  var address: String? {
    get throws {
      guard let names = try subjectAlternativeNames else { return nil }
      guard names.count == 1, case .uniformResourceIdentifier(let address)? = names.first else {
        throw CryptographyError(.failed, "the alternative name is one URI")
      }
      return address
    }
  }
}

extension SemperModel.PublicKey {
  /// A certificate's key, if it is P-256.
  init?(p256 key: Certificate.PublicKey) {
    guard let point = P256.Signing.PublicKey(key) else { return nil }
    self.init(point)
  }

  init(_ point: P256.Signing.PublicKey) {
    let raw = Array(point.rawRepresentation)
    self = .p256(x: Array(raw[..<32]), y: Array(raw[32...]))
  }
}

extension SigningKey {
  var certificateKey: Certificate.PrivateKey {
    get throws(CryptographyError) {
      guard algorithm == .es256 else {
        throw CryptographyError(.invalidKey, "certificates are for P-256 keys only")
      }
      do {
        return Certificate.PrivateKey(try P256.Signing.PrivateKey(rawRepresentation: rawRepresentation))
      } catch {
        throw CryptographyError(.invalidKey, "this is not a P-256 private key")
      }
    }
  }
}

extension Certificate.PublicKey {
  init(rawP256 bytes: [UInt8]) throws {
    self.init(try P256.Signing.PublicKey(rawRepresentation: bytes))
  }
}
