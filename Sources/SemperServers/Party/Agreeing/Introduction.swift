import SemperCoding
import SemperExchange
import SemperModel

/// The first word of who proposes an exchange: its number and the key it will have in it. Nothing is
/// bound by it; what counts is what both sign later.
struct Introduction: Hashable, CanonicalValue {
  let number: Nonce
  let key: PublicKey

  init(number: Nonce, key: PublicKey) {
    self.number = number
    self.key = key
  }

  var json: JSON { .fields(["key": key.json, "number": number.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    key = try fields.value("key")
    number = try fields.value("number")
    try fields.close()
  }

  /// The answer: the key of who is invited, what it gives, and whose signatures that needs.
  struct Reply: Hashable, CanonicalValue {
    let key: PublicKey
    let items: [DescribedItem]
    let signers: [PublicKey]

    init(key: PublicKey, items: [DescribedItem], signers: [PublicKey]) {
      self.key = key
      self.items = items
      self.signers = signers
    }

    var json: JSON { .fields(["items": items.json, "key": key.json, "signers": signers.json]) }

    init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      items = try fields.value("items")
      key = try fields.value("key")
      signers = try fields.value("signers")
      try fields.close()
    }
  }
}
