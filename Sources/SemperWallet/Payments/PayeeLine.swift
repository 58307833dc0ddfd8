import SemperCoding
import SemperCommunication

/// The way to the payee of an agreed payment, who cannot call us: where it is asked for what it has to say, and how much of that
/// has been taken.
struct PayeeLine: Hashable, Sendable, CanonicalValue {
  let shop: Address
  var taken = 0

  init(shop: Address) { self.shop = shop }

  var json: JSON { .fields(["shop": shop.json, "taken": taken.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    shop = try fields.value("shop")
    taken = try fields.value("taken")
    try fields.close()
  }
}
