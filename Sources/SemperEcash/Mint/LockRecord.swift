import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// A lock as the mint keeps it: held until its one ending; what a settlement leaves, until the payer collects it.
struct LockRecord: Hashable, Sendable, CanonicalValue {
  struct End: Hashable, Sendable, CanonicalValue {
    let ending: LockOutcome.Ending
    let paid: Money
    let agreement: Digest?
    let operation: ID<Operation>
    let time: Timestamp

    init(
      ending: LockOutcome.Ending, paid: Money, agreement: Digest? = nil, operation: ID<Operation>, time: Timestamp
    ) {
      self.ending = ending
      self.paid = paid
      self.agreement = agreement
      self.operation = operation
      self.time = time
    }

    var json: JSON {
      .fields([
        "agreement": agreement?.json, "ending": ending.json, "operation": operation.json, "paid": paid.json,
        "time": time.json,
      ])
    }

    init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      agreement = try fields.optional("agreement")
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
  /// Coins that were sealed with the terms and had at once, which never stood under a lock.
  let isSealed: Bool
  var end: End?
  /// The request with which the payer has collected what a settlement left.
  var collected: ID<Operation>?
  /// What is remembered for settlements of two locks at once.
  var hold = LockHold()

  init(
    terms: LockTerms, operation: ID<Operation>, time: Timestamp, end: End? = nil, isSealed: Bool = false
  ) {
    self.terms = terms
    self.operation = operation
    self.time = time
    self.end = end
    self.isSealed = isSealed
  }

  /// A lock is found by all of its terms, so that nobody can take another's place with terms of their own.
  static func key(_ terms: LockTerms) -> [UInt8] {
    terms.exchange.bytes + Digest(of: terms.canonicalBytes, for: .paymentReference).bytes
  }

  /// Where the ending of sealed coins is kept, apart from a lock with the same terms.
  static func sealedKey(_ terms: LockTerms) -> [UInt8] { key(terms) + [1] }

  /// Minor units that the mint still holds.
  var held: Int64 {
    guard let end else { return terms.amount.minorUnits }
    return end.ending == .settled && collected == nil ? terms.amount.minorUnits - end.paid.minorUnits : 0
  }

  func receipt(by mint: Thumbprint) -> LockReceipt {
    LockReceipt(terms: terms, ledger: mint, operation: operation, issued: time)
  }

  func outcome(by mint: Thumbprint) -> LockOutcome? {
    end.map {
      LockOutcome(
        terms: terms, ending: $0.ending, paid: $0.paid, agreement: $0.agreement, isSealed: isSealed, ledger: mint,
        issued: $0.time)
    }
  }

  var json: JSON {
    .fields([
      "collected": collected?.json, "end": end?.json, "hold": hold.isEmpty ? nil : hold.json,
      "operation": operation.json, "sealed": isSealed ? true.json : nil, "terms": terms.json, "time": time.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    collected = try fields.optional("collected")
    end = try fields.optional("end")
    let hold: LockHold? = try fields.optional("hold")
    self.hold = hold ?? LockHold()
    operation = try fields.value("operation")
    isSealed = try fields.mark("sealed")
    terms = try fields.value("terms")
    time = try fields.value("time")
    try fields.close()
  }
}
