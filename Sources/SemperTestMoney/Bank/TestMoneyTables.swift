import SemperArchive
import SemperCoding
import SemperModel

/// Where the bank's side stands in the archive, beside the ledger.
enum TestMoneyTables {
  /// Operation id → digest of the order and the signed answer.
  static let operations = RecordTable("test_money_operations")
  /// Digest of a mandate → what became of it: a signed answer.
  static let mandates = RecordTable("test_money_mandates")
  /// Operation id → `HeldMoney`.
  static let holds = RecordTable("test_money_holds")
}

/// Money that a bank holds for a payee.
struct HeldMoney: Hashable, Sendable, CanonicalValue {
  let receipt: AccountReceipt
  var left: Int64

  var json: JSON { .fields(["left": left.json, "receipt": receipt.json]) }

  init(receipt: AccountReceipt, left: Int64) {
    self.receipt = receipt
    self.left = left
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    left = try fields.value("left")
    receipt = try fields.value("receipt")
    try fields.close()
  }
}
