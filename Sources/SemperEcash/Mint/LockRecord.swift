import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// A lock as the mint keeps it: held until its one ending.
struct LockRecord: Hashable, Sendable, CanonicalValue {
  struct End: Hashable, Sendable, CanonicalValue {
    let ending: LockOutcome.Ending
    let paid: Money
    let operation: ID<Operation>
    let time: Timestamp

    init(ending: LockOutcome.Ending, paid: Money, operation: ID<Operation>, time: Timestamp) {
      self.ending = ending
      self.paid = paid
      self.operation = operation
      self.time = time
    }

    var json: JSON {
      .fields(["ending": ending.json, "operation": operation.json, "paid": paid.json, "time": time.json])
    }

    init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      ending = try fields.value("ending")
      operation = try fields.value("operation")
      paid = try fields.value("paid")
      time = try fields.value("time")
      try fields.close()
    }
  }

  let terms: LockTerms
  let operation: ID<Operation>
  let time: Timestamp
  var end: End?

  init(terms: LockTerms, operation: ID<Operation>, time: Timestamp, end: End? = nil) {
    self.terms = terms
    self.operation = operation
    self.time = time
    self.end = end
  }

  /// A lock is found by all of its terms, so that nobody can take another's place with terms of their own.
  static func key(_ terms: LockTerms) -> [UInt8] {
    terms.exchange.bytes + Digest(of: terms.canonicalBytes, for: .paymentReference).bytes
  }

  func receipt(by mint: Thumbprint) -> LockReceipt {
    LockReceipt(terms: terms, ledger: mint, operation: operation, issued: time)
  }

  func outcome(by mint: Thumbprint) -> LockOutcome? {
    end.map { LockOutcome(terms: terms, ending: $0.ending, paid: $0.paid, ledger: mint, issued: $0.time) }
  }

  var json: JSON {
    .fields(["end": end?.json, "operation": operation.json, "terms": terms.json, "time": time.json])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    end = try fields.optional("end")
    operation = try fields.value("operation")
    terms = try fields.value("terms")
    time = try fields.value("time")
    try fields.close()
  }
}
