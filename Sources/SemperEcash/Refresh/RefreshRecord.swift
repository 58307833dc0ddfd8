import SemperCoding
import SemperModel

/// A refresh as the mint keeps it: what was committed to, which candidate it chose, and whether the others have been opened.
struct RefreshRecord: Hashable, Sendable, CanonicalValue {
  /// The digest of the `mint-refresh`.
  let request: Digest
  let chosen: Int
  let amount: Money
  let time: Timestamp
  /// The request that opened the other candidates.
  var revealed: ID<Operation>?

  init(request: Digest, chosen: Int, amount: Money, time: Timestamp, revealed: ID<Operation>? = nil) {
    self.request = request
    self.chosen = chosen
    self.amount = amount
    self.time = time
    self.revealed = revealed
  }

  /// Minor units that the mint owes coins for.
  var held: Int64 { revealed == nil ? amount.minorUnits : 0 }

  var json: JSON {
    .fields([
      "amount": amount.json, "chosen": chosen.json, "request": request.json, "revealed": revealed?.json,
      "time": time.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    amount = try fields.value("amount")
    chosen = try fields.value("chosen")
    request = try fields.value("request")
    revealed = try fields.optional("revealed")
    time = try fields.value("time")
    try fields.close()
  }
}
