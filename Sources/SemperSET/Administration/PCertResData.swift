public import SemperCoding
public import SemperCryptography

/// Gateway to merchant, signed: which certificates are good; they come along in the signature.
public struct PCertResData: SETContent, Hashable {
  public let tags: RRTags
  public let certificates: [Thumb]

  public static var contentType: OID { SETArc.contentType(39) }

  public var der: DERElement {
    .sequence([tags.der, certificates.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    tags = try fields.value()
    certificates = try fields.value()
    try fields.close()
  }

  init(tags: RRTags, certificates: [Thumb]) {
    self.tags = tags
    self.certificates = certificates
  }
}
