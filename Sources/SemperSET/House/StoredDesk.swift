import SemperCoding
import SemperCryptography
import SemperModel

/// The two on-line keys of an authority with their certificates.
struct StoredDesk: DERValue, Discreet {
  let signing: ByteString
  let signingKey: ByteString
  let transport: ByteString
  let transportKey: ByteString

  init(_ desk: CertificateDesk) {
    signing = ByteString(desk.identity.certificate)
    signingKey = ByteString(desk.identity.key.rawRepresentation)
    transport = ByteString(desk.transport.certificate)
    transportKey = ByteString(desk.transport.key.derRepresentation)
  }

  var der: DERElement { .sequence([signing.der, signingKey.der, transport.der, transportKey.der]) }

  init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    signing = try fields.value()
    signingKey = try fields.value()
    transport = try fields.value()
    transportKey = try fields.value()
    try fields.close()
  }
}
