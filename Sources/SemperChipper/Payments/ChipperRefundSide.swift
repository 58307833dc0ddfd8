import SemperCoding
import SemperModel
import SemperPayments

/// The payee of a payment that gives some of it back: its module seals the refund, the provider moves it between the accounts.
struct ChipperRefundSide: PaymentRole {
  private let amount: Money
  private let units: UInt32
  private let purse: CardNumber
  private let reference: Digest

  init(_ before: FollowUp, reference: Digest) throws(Refusal) {
    amount = before.amount
    units = try before.amount.cardAmount()
    self.reference = reference
    purse = try Self.payer(before.prior.proofs)
  }

  /// The purse that has paid, by its own word.
  private static func payer(_ proofs: [PaymentProof]) throws(Refusal) -> CardNumber {
    for proof in proofs where proof.form == PaymentProof.completionForm {
      if case .completion(let completion) = try ChipperWord(proof.bytes.bytes) { return completion.purse }
    }
    throw Refusal(.proofInvalid, blame: .us, "it is not known which purse has paid")
  }

  func judge(_ body: [UInt8]) throws(Refusal) {
    throw Refusal(.outsideTerms, blame: .peer, "nothing more is to be said here")
  }

  func handle(_ signal: PaymentSignal) -> [PaymentStep] {
    switch signal {
    case .begin:
      let request = ChipperRequest.refund(purse, units, reference)
      return [.ask(Inquiry("refund", to: .device, request.canonicalBytes))]
    case .answer(let name, let bytes):
      guard let answer = try? ChipperAnswer(canonicalBytes: bytes) else { return [] }
      return take(answer, to: name)
    case .token, .doubt, .turnedDown: return []
    }
  }

  private func take(_ answer: ChipperAnswer, to name: String) -> [PaymentStep] {
    switch answer {
    case .refund(let refund) where name == "refund":
      let request = ChipperRequest.book(refund)
      return [.ask(Inquiry("book", to: .provider, request.canonicalBytes, commits: true))]
    case .refund(let refund):
      return [
        .tell(ChipperWord.refunded(refund).canonicalBytes), .conclude(.settled(amount, [.refund(refund)])),
      ]
    case .refused(let refusal):
      return [
        .conclude(.refused(refusal, [PaymentProof(form: "chipper-refusal", bytes: refusal.canonicalBytes)]))
      ]
    case .done, .offer, .completion, .order, .receipt, .due: return []
    }
  }
}

/// The payer of a refund: asks the provider whether it has moved the money.
struct ChipperTakeRefundSide: PaymentRole {
  private let amount: Money
  private let units: UInt32
  private let reference: Digest

  init(_ before: FollowUp, reference: Digest) throws(Refusal) {
    amount = before.amount
    units = try before.amount.cardAmount()
    self.reference = reference
  }

  func judge(_ body: [UInt8]) throws(Refusal) {
    guard case .refunded(let refund) = try ChipperWord(body), refund.amount == units, refund.reference == reference
    else { throw Refusal(.amountMismatch, blame: .peer, "the refund is not the one that was announced") }
  }

  func handle(_ signal: PaymentSignal) -> [PaymentStep] {
    switch signal {
    case .token: return [.ask(Inquiry("find", to: .provider, ChipperRequest.find(reference).canonicalBytes))]
    case .answer(_, let bytes):
      guard case .refund(let refund)? = try? ChipperAnswer(canonicalBytes: bytes), refund.amount == units,
        refund.reference == reference
      else { return [] }
      return [.conclude(.settled(amount, [.refund(refund)]))]
    case .begin, .doubt, .turnedDown: return []
    }
  }
}
