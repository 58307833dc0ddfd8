public import SemperCoding
public import SemperModel

/// The digest of a value that is elsewhere, with the name of its type (RFC 5652, section 7, without the content).
public struct CMSDigestedData: DERValue, Hashable {
  public let type: OID
  public let digest: SemperModel.Digest

  public init(_ type: OID, of content: [UInt8]) {
    self.type = type
    digest = SemperModel.Digest(plain: content)
  }

  public var der: DERElement {
    CMSContent.wrap(
      CMSContent.digestedData,
      .sequence([2.der, AlgorithmIdentifier.sha256.der, .sequence([type.der]), digest.der]))
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(CMSContent.unwrap(CMSContent.digestedData, der))
    let version: Int = try fields.value()
    let algorithm: AlgorithmIdentifier = try fields.value()
    var content = try DERReader(fields.element())
    type = try content.value()
    try content.close()
    digest = try fields.value()
    try fields.close()
    guard version == 2, algorithm == .sha256 else {
      throw CodingError(.outOfRange, "digests here are SHA-256 of content that is elsewhere")
    }
  }
}
