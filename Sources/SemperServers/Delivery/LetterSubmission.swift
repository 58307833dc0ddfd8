import SemperCoding
import SemperCryptography
import SemperExchange

/// A letter for a delivery agent, with its sender's commission, which says whom it is for and where that party is reached.
struct LetterSubmission: Hashable, CanonicalValue {
  static let limits = DecodingLimits(bytes: TransferLetter.limits.bytes, depth: 10, members: 1_000)

  let letter: TransferLetter
  let commission: SignedStatement

  init(letter: TransferLetter, commission: SignedStatement) {
    self.letter = letter
    self.commission = commission
  }

  var json: JSON { .fields(["commission": commission.json, "letter": letter.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    commission = try fields.value("commission")
    letter = try fields.value("letter")
    try fields.close()
  }
}
