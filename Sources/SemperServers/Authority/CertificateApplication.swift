import SemperCoding
import SemperCryptography
import SemperModel

/// What a role sends to get a certificate: its PKCS #10 request and the token that it was given.
struct CertificateApplication: Hashable, CanonicalValue, Discreet {
  let request: ByteString
  let token: String

  var json: JSON { .fields(["request": request.json, "token": token.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    request = try fields.value("request")
    token = try fields.value("token")
    try fields.close()
  }
}
