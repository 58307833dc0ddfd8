import SemperCoding

/// The outer form of every object of the Cryptographic Message Syntax (RFC 5652, section 3): what it is, and it.
enum CMSContent {
  static let signedData = OID([1, 2, 840, 113_549, 1, 7, 2])
  static let digestedData = OID([1, 2, 840, 113_549, 1, 7, 5])
  static let encryptedData = OID([1, 2, 840, 113_549, 1, 7, 6])
  static let authEnvelopedData = OID([1, 2, 840, 113_549, 1, 9, 16, 1, 23])

  static func wrap(_ type: OID, _ content: DERElement) -> DERElement { .sequence([type.der, content.explicit(0)]) }

  static func unwrap(_ type: OID, _ element: DERElement) throws(CodingError) -> DERElement {
    var fields = try DERReader(element)
    guard try fields.value(OID.self) == type else {
      throw CodingError(.wrongType, "another kind of CMS object is expected")
    }
    let content: DERElement = try fields.explicit(0)
    try fields.close()
    return content
  }
}
