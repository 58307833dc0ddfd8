public import SemperCoding
public import SemperModel

/// One of the two locks of an exchange that end together when their payers settle without an arbiter.
public struct JoinedLock: Hashable, Sendable, CanonicalValue {
  public let terms: LockTerms
  /// The key of the ledger that holds it.
  public let ledger: PublicKey
  /// The payee's part of it.
  public let paid: Money

  public init(terms: LockTerms, ledger: PublicKey, paid: Money) {
    self.terms = terms
    self.ledger = ledger
    self.paid = paid
  }

  public var json: JSON { .fields(["ledger": ledger.json, "paid": paid.json, "terms": terms.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    ledger = try fields.value("ledger")
    paid = try fields.value("paid")
    terms = try fields.value("terms")
    try fields.close()
  }
}
