import SemperCoding

/// What the bank answers, as it remembers it; signing is done afterwards and may be done again.
enum TestMoneyAnswer: Hashable, Sendable, CanonicalValue {
  case receipt(AccountReceipt)
  case refusal(AccountRefusal)

  var json: JSON {
    switch self {
    case .receipt(let receipt): .fields(["receipt": receipt.json])
    case .refusal(let refusal): .fields(["refusal": refusal.json])
    }
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    if let receipt: AccountReceipt = try fields.optional("receipt") {
      self = .receipt(receipt)
    } else {
      self = .refusal(try fields.value("refusal"))
    }
    try fields.close()
  }
}
