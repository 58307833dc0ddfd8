import SemperCoding
import SemperCryptography
import SemperModel

/// A small statement content for these tests: a text with the keys that must sign it.
struct Note: StatementContent {
  static let kind = StatementKind.contract
  var text: String
  var signers: [Thumbprint]
  var introducedKeys: [PublicKey] = []

  init(_ text: String = "one course, 12.00 EUR", by keys: [SigningKey], introducing: [PublicKey] = []) {
    self.text = text
    signers = keys.map(\.thumbprint)
    introducedKeys = introducing
  }

  var json: JSON {
    .fields(["by": signers.json, "keys": introducedKeys.isEmpty ? nil : introducedKeys.json, "text": text.json])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    signers = try fields.value("by")
    introducedKeys = try fields.optional("keys") ?? []
    text = try fields.value("text")
    try fields.close()
  }
}

/// The same content under another kind.
struct OtherNote: StatementContent {
  static let kind = StatementKind.order
  var note: Note
  var signers: [Thumbprint] { note.signers }
  var json: JSON { note.json }
  init(json: JSON) throws(CodingError) { note = try Note(json: json) }
}
