import SemperCoding
import SemperCommunication
import SemperExchange
import SemperModel

/// A letter for a delivery agent, with whom it is for and where that party is reached.
struct LetterSubmission: Hashable, CanonicalValue {
  static let limits = DecodingLimits(bytes: TransferLetter.limits.bytes, depth: 10, members: 1_000)

  let letter: TransferLetter
  let recipient: Thumbprint
  let address: Address

  init(letter: TransferLetter, recipient: Thumbprint, address: Address) {
    self.letter = letter
    self.recipient = recipient
    self.address = address
  }

  var json: JSON { .fields(["address": address.json, "letter": letter.json, "recipient": recipient.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    address = try fields.value("address")
    letter = try fields.value("letter")
    recipient = try fields.value("recipient")
    try fields.close()
  }
}
