public import SemperCoding
import SemperCryptography
public import SemperModel

/// An operation on a payment that has been made or authorised before: which one, how it ended on our side, and how much of
/// it is meant.
public struct FollowUp: Hashable, Sendable, CanonicalValue {
  public let agreement: PaymentAgreement
  /// The conclusion of our side of the earlier operation, with the proofs that the provider wants to see again.
  public let prior: PaymentConclusion
  public let amount: Money

  public init(agreement: PaymentAgreement, prior: PaymentConclusion, amount: Money) {
    self.agreement = agreement
    self.prior = prior
    self.amount = amount
  }

  /// The terms of the lock, where the earlier payment was made under one.
  public var lock: LockTerms? {
    for proof in prior.proofs {
      // Our own record of the ledger's word, which was verified when it came.
      guard let word = try? SignedStatement(bytes: proof.bytes.bytes) else { continue }
      if word.kind == .lockReceipt { return word.journalled(as: LockReceipt.self).terms }
      if word.kind == .lockOutcome { return word.journalled(as: LockOutcome.self).terms }
    }
    return nil
  }

  public var json: JSON { .fields(["agreement": agreement.json, "amount": amount.json, "prior": prior.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    agreement = try fields.value("agreement")
    amount = try fields.value("amount")
    prior = try fields.value("prior")
    try fields.close()
  }
}
