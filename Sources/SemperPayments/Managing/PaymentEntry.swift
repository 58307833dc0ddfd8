import SemperCoding
import SemperModel

/// What the manager keeps of each operation beside its journal: with which purse, and whether it is over.
struct PaymentEntry: Hashable, Sendable, CanonicalValue {
  let purse: PurseID
  let kind: PaymentTask.Kind
  var isOver: Bool

  init(purse: PurseID, kind: PaymentTask.Kind, isOver: Bool = false) {
    self.purse = purse
    self.kind = kind
    self.isOver = isOver
  }

  var json: JSON { .fields(["kind": kind.json, "over": isOver.json, "purse": purse.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    kind = try fields.value("kind")
    isOver = try fields.value("over")
    purse = try fields.value("purse")
    try fields.close()
  }
}
