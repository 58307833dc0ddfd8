public import SemperCoding
public import SemperCryptography

/// How a lock stands, in the mint's signed words.
public struct LockStatus: Hashable, Sendable, CanonicalValue {
  static let most = 100

  /// A `lock-receipt`.
  public let receipt: SignedStatement
  /// A `lock-outcome`, once it has ended.
  public let outcome: SignedStatement?

  init(receipt: SignedStatement, outcome: SignedStatement?) {
    self.receipt = receipt
    self.outcome = outcome
  }

  public var json: JSON { .fields(["outcome": outcome?.json, "receipt": receipt.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    outcome = try fields.optional("outcome")
    receipt = try fields.value("receipt")
    try fields.close()
  }
}
