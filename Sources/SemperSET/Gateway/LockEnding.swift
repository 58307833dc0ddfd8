import SemperCoding
import SemperCryptography
import SemperModel

/// How a lock ended.
struct LockEnding: DERValue, Hashable {
  let ending: VisibleText
  let paid: CurrencyAmount
  let agreement: SemperModel.Digest?
  let time: Timestamp

  var der: DERElement {
    .sequence([ending.der, paid.der, agreement?.der.implicit(0), time.der])
  }

  init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    ending = try fields.value()
    paid = try fields.value()
    agreement = try fields.optional(0)
    time = try fields.value()
    try fields.close()
  }

  init(ending: VisibleText, paid: CurrencyAmount, agreement: SemperModel.Digest? = nil, time: Timestamp) {
    self.ending = ending
    self.paid = paid
    self.agreement = agreement
    self.time = time
  }
}
