import SemperCoding
import SemperCryptography
import SemperModel

/// What the authority knows of one token: for which role, whether it has been used, and what came of it.
struct Enrolment: Hashable, CanonicalValue {
  let role: CertifiedRole
  let token: Digest
  /// The request it was used for and the certificate that was issued, in DER.
  var used: Use?

  struct Use: Hashable, CanonicalValue {
    let request: Digest
    let certificate: ByteString

    init(request: Digest, certificate: ByteString) {
      self.request = request
      self.certificate = certificate
    }

    var json: JSON { .fields(["certificate": certificate.json, "request": request.json]) }

    init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      certificate = try fields.value("certificate")
      request = try fields.value("request")
      try fields.close()
    }
  }

  init(role: CertifiedRole, token: Digest) {
    self.role = role
    self.token = token
  }

  var json: JSON { .fields(["role": role.json, "token": token.json, "used": used?.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    role = try fields.value("role")
    token = try fields.value("token")
    used = try fields.optional("used")
    try fields.close()
  }
}
