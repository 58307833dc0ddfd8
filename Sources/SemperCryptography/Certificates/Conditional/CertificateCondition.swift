public import SemperModel
import SwiftASN1
import X509

/// Under which condition a conditional certificate counts: the critical extension that makes every other verifier refuse it.
///
/// DER, nothing else and nothing after it:
///
///     SemperCondition ::= SEQUENCE {
///       version   INTEGER (1),
///       exchange  OCTET STRING (SIZE (32)),   -- h_T, the digest of the exchange's terms
///       opening   OCTET STRING (SIZE (32)),   -- H(o_i), the digest of the opening that makes it count
///       arbiter   SubjectPublicKeyInfo }      -- P-256: whose resolution stands for the opening
public struct CertificateCondition: Hashable, Sendable {
  /// `1.2.840.113556.1.8000.2554` is the arc under which everybody may number things by a random UUID, written as seven
  /// numbers; this is
  /// `6f1c5e0a-3b7d-4c52-9f84-2d10a7c6e935`, then 1.
  public static let oid = "1.2.840.113556.1.8000.2554.28444.24074.15229.19538.40836.2953383.13035829.1"
  static let identifier = ASN1ObjectIdentifier(stringLiteral: oid)
  private static let version = 1

  public let exchange: Digest
  public let opening: Digest
  public let arbiter: PublicKey

  public init(exchange: Digest, opening: Digest, arbiter: PublicKey) {
    self.exchange = exchange
    self.opening = opening
    self.arbiter = arbiter
  }

  /// Throws `invalidKey` for an arbiter whose key is not P-256.
  func extensionValue() throws -> Certificate.Extension {
    guard case .p256(let x, let y) = arbiter else {
      throw CryptographyError(.invalidKey, "a conditional certificate names an arbiter with a P-256 key")
    }
    let key = try Certificate.PublicKey(rawP256: x + y)
    var serializer = DER.Serializer()
    try serializer.appendConstructedNode(identifier: .sequence) { parts in
      try parts.serialize(Self.version)
      try parts.serialize(ASN1OctetString(contentBytes: exchange.bytes[...]))
      try parts.serialize(ASN1OctetString(contentBytes: opening.bytes[...]))
      try parts.serialize(key)
    }
    return Certificate.Extension(oid: Self.identifier, critical: true, value: serializer.serializedBytes[...])
  }

  /// Reads the extension. Throws what is not exactly the structure above, of a larger version too.
  init(_ found: Certificate.Extension) throws {
    guard found.oid == Self.identifier, found.critical else {
      throw CryptographyError(.failed, "its condition must be critical")
    }
    let (exchange, opening, key) = try DER.sequence(DER.parse(Array(found.value)), identifier: .sequence) { parts in
      guard try Int(derEncoded: &parts) == Self.version else {
        throw CryptographyError(.failed, "its condition has a version that is not known here")
      }
      return (
        try ASN1OctetString(derEncoded: &parts), try ASN1OctetString(derEncoded: &parts),
        try Certificate.PublicKey(derEncoded: &parts)
      )
    }
    guard let arbiter = SemperModel.PublicKey(p256: key) else {
      throw CryptographyError(.failed, "the arbiter of its condition has no P-256 key")
    }
    self.init(
      exchange: try Digest(bytes: Array(exchange.bytes)), opening: try Digest(bytes: Array(opening.bytes)),
      arbiter: arbiter)
  }
}
