import Crypto
public import SemperModel
import SwiftASN1
import X509

/// A request for a role certificate (PKCS #10, RFC 2986): subject, key, and the proof that the sender holds the key.
///
/// A value of this type has been checked: the proof verifies. Whether the organisation is what it says it is, is for the
/// authority to find out by other means before it issues.
public struct CertificateRequest: Sendable, Hashable {
  static let largest = 4 << 10

  public let subject: CertificateSubject
  public let key: PublicKey
  public let der: [UInt8]

  /// A request for our own key, which must be a P-256 key.
  public init(_ subject: CertificateSubject, for key: SigningKey) throws(CryptographyError) {
    let signer = try key.certificateKey
    do {
      var attributes = CertificateSigningRequest.Attributes()
      if let address = subject.address {
        attributes.insert(
          try CertificateSigningRequest.Attribute(
            ExtensionRequest(
              extensions: Certificate.Extensions {
                SubjectAlternativeNames([.uniformResourceIdentifier(address)])
              })))
      }
      let request = try CertificateSigningRequest(
        version: .v1, subject: subject.name, privateKey: signer, attributes: attributes,
        signatureAlgorithm: .ecdsaWithSHA256)
      der = try request.der
    } catch {
      throw CryptographyError(.failed, "the certificate request could not be made: \(error)")
    }
    self.subject = subject
    self.key = key.publicKey
  }

  /// From bytes of a peer. Refuses with blame on the peer: `tooLarge`, `malformed`, `badSignature`.
  public init(der: [UInt8]) throws(Refusal) {
    guard der.count <= Self.largest else {
      throw Refusal(.tooLarge, blame: .peer, "a certificate request has at most \(Self.largest) bytes")
    }
    let request: CertificateSigningRequest
    let address: String?
    do {
      try SignedDER.requireWholeSignature(der)
      request = try CertificateSigningRequest(derEncoded: der)
      address = try request.attributes.extensionRequest?.extensions.address
    } catch {
      throw Refusal(.malformed, blame: .peer, "this is not a PKCS #10 request")
    }
    guard let point = P256.Signing.PublicKey(request.publicKey), request.signatureAlgorithm == .ecdsaWithSHA256 else {
      throw Refusal(.malformed, blame: .peer, "certificates are for P-256 keys only")
    }
    guard request.publicKey.isValidSignature(request.signature, for: request) else {
      throw Refusal(.badSignature, blame: .peer, "the request does not prove that its sender holds the key")
    }
    do {
      subject = try CertificateSubject(name: request.subject, address: address)
    } catch {
      throw Refusal(.malformed, blame: .peer, error.message)
    }
    key = PublicKey(point)
    self.der = der
  }
}

extension CertificateSigningRequest {
  fileprivate var der: [UInt8] {
    get throws {
      var serializer = DER.Serializer()
      try serialize(into: &serializer)
      return serializer.serializedBytes
    }
  }
}
