import SemperCoding
import SemperCryptography
import SemperModel

/// What a refund follows on: a payment between us and somebody, made by an operation or under a lock.
struct MadePayment: Sendable {
  let agreement: PaymentAgreement
  let terms: PaymentTerms
  let purse: PurseID
  /// How our side of it ended.
  let conclusion: PaymentConclusion
  private let record: PaymentRecord?

  /// `nil` for what was no payment by this side, or has not ended.
  init?(_ record: PaymentRecord, by party: PaymentParty) {
    guard record.party == party, let agreement = record.opening.task.agreement, let terms = record.terms,
      let conclusion = record.conclusion
    else { return nil }
    (self.agreement, self.terms, self.conclusion, self.record) = (agreement, terms, conclusion, record)
    purse = record.opening.purse.id
  }

  init(_ locked: LockedPayment) {
    agreement = locked.agreement
    terms = locked.agreement.journalledTerms
    purse = locked.purse
    let proof = PaymentProof(form: locked.word.kind.headerType, bytes: locked.word.canonicalBytes)
    conclusion = .settled(locked.amount, [proof])
    record = nil
  }

  /// What has reached us of it: at once, by captures, or from a lock.
  func received(by book: PaymentBook) throws(Refusal) -> Money {
    if let record { return try record.received(by: book) }
    guard let amount = conclusion.amount else {
      throw Refusal(.unknownPayment, blame: .us, "nothing was received under this name yet")
    }
    return amount
  }
}
