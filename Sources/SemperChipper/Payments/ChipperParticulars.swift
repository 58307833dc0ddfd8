import SemperCoding
import SemperModel

/// What a purse tells its side at the beginning of a load or unload.
struct ChipperParticulars: Hashable, Sendable, CanonicalValue {
  let host: CardNumber
  /// What the purse holds, for an unload of all of it.
  let balance: Money

  init(host: CardNumber, balance: Money) {
    self.host = host
    self.balance = balance
  }

  var json: JSON { .fields(["balance": balance.json, "host": host.description.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    balance = try fields.value("balance")
    host = try CardNumber(text: fields.value("host"))
    try fields.close()
  }
}
