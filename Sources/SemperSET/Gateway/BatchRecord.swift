import SemperCoding
import SemperCryptography

/// A batch of a merchant as the gateway keeps it.
struct BatchRecord: DERValue, Hashable {
  let isOpen: Bool
  let totals: BatchTotals

  var der: DERElement {
    .sequence([isOpen.der, totals.der])
  }

  init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    isOpen = try fields.value()
    totals = try fields.value()
    try fields.close()
  }

  init(isOpen: Bool, totals: BatchTotals) {
    self.isOpen = isOpen
    self.totals = totals
  }
}
