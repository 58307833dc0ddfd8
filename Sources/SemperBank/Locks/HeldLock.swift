import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// A lock as the bank keeps it: whose money, what it has signed about it, and until when a claim can be undone.
struct HeldLock: Hashable, Sendable, CanonicalValue {
  let terms: LockTerms
  /// The account that the money came from, and goes back to.
  let payer: Thumbprint
  let receipt: SignedStatement
  var outcome: SignedStatement?
  /// While there is one, claimed money stays with the bank, so that a failure finds it there.
  var undoable: Undoable?
  /// What is remembered for settlements of two locks at once.
  var hold = LockHold()

  /// Claimed money that can still be taken back.
  struct Undoable: Hashable, Sendable, CanonicalValue {
    let until: Timestamp
    /// Whose the money becomes after that.
    let account: Thumbprint

    init(until: Timestamp, account: Thumbprint) {
      self.until = until
      self.account = account
    }

    var json: JSON { .fields(["account": account.json, "until": until.json]) }

    init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      account = try fields.value("account")
      until = try fields.value("until")
      try fields.close()
    }
  }

  init(terms: LockTerms, payer: Thumbprint, receipt: SignedStatement) {
    self.terms = terms
    self.payer = payer
    self.receipt = receipt
  }

  var json: JSON {
    .fields([
      "hold": hold.isEmpty ? nil : hold.json, "outcome": outcome?.json, "payer": payer.json, "receipt": receipt.json,
      "terms": terms.json,
      "undoable": undoable?.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let hold: LockHold? = try fields.optional("hold")
    self.hold = hold ?? LockHold()
    outcome = try fields.optional("outcome")
    payer = try fields.value("payer")
    receipt = try fields.value("receipt")
    terms = try fields.value("terms")
    undoable = try fields.optional("undoable")
    try fields.close()
  }
}
