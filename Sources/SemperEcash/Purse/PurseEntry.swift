public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A finished order in the purse's history, with the mint's signed answer as evidence.
public struct PurseEntry: Hashable, Sendable, CanonicalValue {
  public let operation: ID<Operation>
  /// `withdraw`, `deposit`, `swap`, `lock` or `refund`.
  public let purpose: String
  public let amount: Money
  public let time: Timestamp
  /// A receipt, a lock outcome or a refusal.
  public let answer: SignedStatement

  init(_ order: PurseOrder, answer: SignedStatement, time: Timestamp) {
    operation = order.operation
    purpose = order.purpose.rawValue
    amount = order.amount
    self.answer = answer
    self.time = time
  }

  public var json: JSON {
    .fields([
      "amount": amount.json, "answer": answer.json, "operation": operation.json, "purpose": purpose.json,
      "time": time.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    amount = try fields.value("amount")
    answer = try fields.value("answer")
    operation = try fields.value("operation")
    purpose = try fields.value("purpose")
    time = try fields.value("time")
    try fields.close()
  }
}
