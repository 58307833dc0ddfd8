import SemperCoding
import SemperCryptography
import SemperModel

/// A payment that was locked for an exchange instead of being made by an operation: what a refund of it follows on.
struct LockedPayment: Hashable, Sendable, CanonicalValue {
  let agreement: PaymentAgreement
  let purse: PurseID
  let party: PaymentParty
  /// The ledger's: for the payer its receipt of the lock, for the payee how that ended.
  let word: SignedStatement
  /// What has reached the payee; for the payer, who need not hear of that, what it has locked.
  let amount: Money

  init(_ agreement: PaymentAgreement, purse: PurseID, party: PaymentParty, word: SignedStatement, amount: Money) {
    self.agreement = agreement
    self.purse = purse
    self.party = party
    self.word = word
    self.amount = amount
  }

  var json: JSON {
    .fields([
      "agreement": agreement.json, "amount": amount.json, "party": party.json, "purse": purse.json, "word": word.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    agreement = try fields.value("agreement")
    amount = try fields.value("amount")
    party = try fields.value("party")
    purse = try fields.value("purse")
    word = try fields.value("word")
    try fields.close()
  }
}
