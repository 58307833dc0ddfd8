public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The ledger's signed word that money is locked under these terms. Both parties and the arbiter judge a locked payment
/// by this statement alone; no unsigned live answer of a ledger decides.
public struct LockReceipt: StatementContent {
  public static let kind = StatementKind.lockReceipt

  public let terms: LockTerms
  /// The ledger's key.
  public let ledger: Thumbprint
  /// The payer's request that made the lock.
  public let operation: ID<Operation>
  public let issued: Timestamp

  public init(terms: LockTerms, ledger: Thumbprint, operation: ID<Operation>, issued: Timestamp) {
    self.terms = terms
    self.ledger = ledger
    self.operation = operation
    self.issued = issued
  }

  public var signers: [Thumbprint] { [ledger] }
  public var json: JSON {
    .fields([
      "iat": issued.json, "ledger": ledger.json, "operation": operation.json, "terms": terms.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    terms = try fields.value("terms")
    ledger = try fields.value("ledger")
    operation = try fields.value("operation")
    issued = try fields.value("iat")
    try fields.close()
  }
}
