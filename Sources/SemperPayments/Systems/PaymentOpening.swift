public import SemperCoding
import SemperCryptography
public import SemperModel

/// How an operation begins: everything that its side has to know, durable before anything is done.
public struct PaymentOpening: Hashable, Sendable, CanonicalValue {
  public let id: PaymentID
  public let key: IdempotencyKey
  public let task: PaymentTask
  /// The purse as it was then.
  public let purse: PurseDescriptor
  /// What the purse wanted its side to know (`PaymentPurse.prepare`).
  public let particulars: ByteString
  /// All the randomness that the side has.
  public let entropy: Nonce
  public let time: Timestamp

  public init(
    id: PaymentID, key: IdempotencyKey, task: PaymentTask, purse: PurseDescriptor, particulars: ByteString,
    entropy: Nonce, time: Timestamp
  ) {
    self.id = id
    self.key = key
    self.task = task
    self.purse = purse
    self.particulars = particulars
    self.entropy = entropy
    self.time = time
  }

  /// What was agreed, where there is an agreement.
  public var terms: PaymentTerms? { task.agreement?.journalledTerms }

  /// The refund, where the task is one.
  public var refund: PaymentRefund? {
    switch task {
    case .refund(_, let statement), .takeRefund(_, let statement): statement.journalled(as: PaymentRefund.self)
    case .pay, .receive, .authorise, .capture, .void, .withdraw, .deposit, .exchange, .restore: nil
    }
  }

  /// What is to be moved; `nil` for all there is.
  public var amount: Money? {
    switch task {
    case .pay, .receive, .authorise: terms?.amount
    case .refund(let before, _), .takeRefund(let before, _), .capture(let before), .void(let before): before.amount
    case .withdraw(let amount): amount
    case .deposit(let amount): amount
    case .exchange, .restore: nil
    }
  }

  public var json: JSON {
    .fields([
      "entropy": entropy.json, "id": id.json, "key": key.json, "particulars": particulars.json, "purse": purse.json,
      "task": task.json, "time": time.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    entropy = try fields.value("entropy")
    id = try fields.value("id")
    key = try fields.value("key")
    particulars = try fields.value("particulars")
    purse = try fields.value("purse")
    task = try fields.value("task")
    time = try fields.value("time")
    try fields.close()
  }
}
