import Crypto
import Foundation
public import SemperCoding
public import SemperModel

/// One signature of a CMS object (SignerInfo, RFC 5652, section 5.3): ECDSA on P-256 with SHA-256 over signed attributes that
/// name the content's type and digest, so that a signature on one type of content is none on another.
public struct CMSSignature: DERValue, Hashable {
  private static let contentType = OID([1, 2, 840, 113_549, 1, 9, 3])
  private static let messageDigest = OID([1, 2, 840, 113_549, 1, 9, 4])

  public private(set) var signer: CMSSigner
  let type: OID
  let digest: SemperModel.Digest
  let signature: [UInt8]

  init(_ type: OID, _ content: [UInt8], by signer: CMSSigner, key: SigningKey) throws(CryptographyError) {
    self.signer = signer
    self.type = type
    digest = SemperModel.Digest(plain: content)
    guard key.algorithm == .es256 else {
      throw CryptographyError(.invalidKey, "CMS signatures are made with P-256 keys")
    }
    let raw = try key.signature(over: Self.attributes(type, digest).encoded)
    do {
      signature = Array(try P256.Signing.ECDSASignature(rawRepresentation: raw).derRepresentation)
    } catch {
      throw CryptographyError(.failed, "the signature could not be written: \(error)")
    }
  }

  /// The same signature under another name.
  func named(_ other: CMSSigner) -> CMSSignature {
    var copy = self
    copy.signer = other
    return copy
  }

  private static func attributes(_ type: OID, _ digest: SemperModel.Digest) -> DERElement {
    .set([
      .sequence([contentType.der, .set([type.der])]), .sequence([messageDigest.der, .set([digest.der])]),
    ])
  }

  /// Whether this is the key's signature on exactly this content of this type.
  public func isValid(_ type: OID, _ content: [UInt8], by key: PublicKey) -> Bool {
    guard type == self.type, digest == SemperModel.Digest(plain: content),
      let parsed = try? P256.Signing.ECDSASignature(derRepresentation: signature),
      // Another spelling of the same two numbers is another object.
      Array(parsed.derRepresentation) == signature
    else { return false }
    return key.isValid(signature: Array(parsed.rawRepresentation), over: Self.attributes(type, digest).encoded)
  }

  public var der: DERElement {
    .sequence([
      signer.version.der, signer.der, AlgorithmIdentifier.sha256.der, Self.attributes(type, digest).implicit(0),
      AlgorithmIdentifier.ecdsaSHA256.der, ByteString(signature).der,
    ])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    let version: Int = try fields.value()
    signer = try fields.value()
    let hash: AlgorithmIdentifier = try fields.value()
    var attributes = try DERReader(fields.element(), .context(0))
    let algorithm: AlgorithmIdentifier = try fields.value()
    signature = try fields.value(ByteString.self).bytes
    try fields.close()
    guard version == signer.version, hash == .sha256, algorithm == .ecdsaSHA256 else {
      throw CodingError(.outOfRange, "signatures here are ECDSA with SHA-256 and nothing else")
    }
    type = try Self.attribute(Self.contentType, &attributes)
    digest = try Self.attribute(Self.messageDigest, &attributes)
    try attributes.close()
  }

  private static func attribute<Value: DERValue>(
    _ name: OID, _ attributes: inout DERReader
  ) throws(CodingError) -> Value {
    var fields = try DERReader(attributes.element())
    guard try fields.value(OID.self) == name else {
      throw CodingError(.unknownMember, "the signed attributes are the content's type and digest")
    }
    var values = try DERReader(fields.element(), .set)
    let value: Value = try values.value()
    try values.close()
    try fields.close()
    return value
  }
}
