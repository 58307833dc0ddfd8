import SemperCoding
import SemperCryptography
import SemperModel

/// An authority with its key.
struct StoredAuthority: DERValue, Discreet {
  let name: VisibleText
  let type: CertificateType
  let certificate: ByteString
  let key: ByteString

  init(_ authority: BrandCeremony.Authority) {
    do {
      name = try VisibleText(authority.name)
    } catch {
      preconditionFailure("the ceremony names authorities in ASCII")
    }
    type = authority.type
    certificate = ByteString(authority.certificate)
    key = ByteString(authority.key.rawRepresentation)
  }

  var der: DERElement { .sequence([name.der, type.der, certificate.der, key.der]) }

  init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    name = try fields.value()
    type = try fields.value()
    certificate = try fields.value()
    key = try fields.value()
    try fields.close()
  }

  /// - Parameter issuers: from the next one up to the root.
  func authority(under issuers: [[UInt8]]) throws -> BrandCeremony.Authority {
    BrandCeremony.Authority(
      name: name.text, type: type, certificate: certificate.bytes, issuers: issuers,
      key: try SigningKey(.es256, rawRepresentation: key.bytes))
  }
}
