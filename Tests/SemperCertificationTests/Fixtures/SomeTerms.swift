import SemperCoding
import SemperCryptography
import SemperModel

/// Terms of business of which these tests know no more than that a seller has signed them.
struct SomeTerms: StatementContent {
  static let kind = StatementKind.terms

  let seller: Thumbprint
  let text: String

  var signers: [Thumbprint] { [seller] }
  var json: JSON { .fields(["seller": seller.json, "text": text.json]) }

  init(_ text: String, by key: SigningKey) {
    seller = key.thumbprint
    self.text = text
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    seller = try fields.value("seller")
    text = try fields.value("text")
    try fields.close()
  }

  static func signed(_ text: String, by key: SigningKey, certificates: [[UInt8]] = []) throws -> SignedStatement {
    try SignedStatement(SomeTerms(text, by: key), signedBy: [key], certificates: certificates)
  }
}
