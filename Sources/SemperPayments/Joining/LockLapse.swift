public import SemperCoding
public import SemperCryptography
public import SemperModel

/// A ledger's word that a lock stands, and that it takes no division any more that was to be brought by this time.
public struct LockLapse: StatementContent {
  public static let kind = StatementKind.lockLapse

  public let terms: LockTerms
  public let until: Timestamp
  public let ledger: Thumbprint
  public let issued: Timestamp

  public init(terms: LockTerms, until: Timestamp, ledger: Thumbprint, issued: Timestamp) {
    self.terms = terms
    self.until = until
    self.ledger = ledger
    self.issued = issued
  }

  public var signers: [Thumbprint] { [ledger] }
  public var json: JSON {
    .fields(["iat": issued.json, "ledger": ledger.json, "terms": terms.json, "until": until.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    issued = try fields.value("iat")
    ledger = try fields.value("ledger")
    terms = try fields.value("terms")
    until = try fields.value("until")
    try fields.close()
  }
}
