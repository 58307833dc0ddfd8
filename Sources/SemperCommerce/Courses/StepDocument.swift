import SemperCoding
import SemperModel

/// A document that a side fills in and gives in a fair exchange, where it counts only once the exchange has gone through.
struct StepDocument: Sendable, CanonicalValue {
  let deal: ID<Deal>
  let turn: Int
  let item: String
  let fields: JSON

  init(deal: ID<Deal>, turn: Int, item: String, fields: JSON) {
    self.deal = deal
    self.turn = turn
    self.item = item
    self.fields = fields
  }

  var json: JSON { .fields(["deal": deal.json, "fields": fields, "item": item.json, "turn": turn.json]) }

  init(json: JSON) throws(CodingError) {
    var reader = try ObjectReader(json)
    deal = try reader.value("deal")
    fields = try reader.value("fields")
    item = try reader.value("item")
    turn = try reader.value("turn")
    try reader.close()
  }
}
