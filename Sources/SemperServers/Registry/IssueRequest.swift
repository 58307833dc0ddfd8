import SemperCoding
import SemperModel

/// Asks an issuer to sign that a document counts once an exchange has gone through; for a certificate it also says which
/// arbiter decides about the exchange.
struct IssueRequest: Hashable, CanonicalValue {
  let document: Digest
  let exchange: Digest
  let opening: Digest
  let path: String
  let token: Nonce
  /// Needed for a certificate, which names it; nobody else is told.
  let arbiter: PublicKey?

  init(
    document: Digest, exchange: Digest, opening: Digest, path: String, token: Nonce, arbiter: PublicKey? = nil
  ) {
    self.document = document
    self.exchange = exchange
    self.opening = opening
    self.path = path
    self.token = token
    self.arbiter = arbiter
  }

  var json: JSON {
    .fields([
      "arbiter": arbiter?.json, "document": document.json, "exchange": exchange.json, "opening": opening.json,
      "path": path.json, "token": token.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    arbiter = try fields.optional("arbiter")
    document = try fields.value("document")
    exchange = try fields.value("exchange")
    opening = try fields.value("opening")
    path = try ItemPath.checked(fields.value("path"))
    token = try fields.value("token")
    try fields.close()
  }
}
