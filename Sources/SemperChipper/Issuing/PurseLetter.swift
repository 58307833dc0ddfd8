import SemperCoding
import SemperModel

/// What comes from the bank with a purse: the card's memory with its keys, its PIN, and until when it works. Never shown and never
/// logged.
struct PurseLetter: Sendable, CanonicalValue {
  let card: ByteString
  let pin: String
  let expires: Timestamp

  init(card: [UInt8], pin: String, expires: Timestamp) {
    self.card = ByteString(card)
    self.pin = pin
    self.expires = expires
  }

  var json: JSON { .fields(["card": card.json, "expires": expires.json, "pin": pin.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    card = try fields.value("card")
    expires = try fields.value("expires")
    pin = try fields.value("pin")
    try fields.close()
  }
}
