import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// The payee after the payment: one order to the bank, whose word ends it. A refund's word also goes to the payer.
struct TestMoneyOrderSide: PaymentRole {
  private let action: AccountAction
  private let tells: Bool
  private let check: TestMoneyAnswerCheck

  init(_ task: PaymentTask, _ own: TestMoneyParticulars, _ terms: PaymentTerms) throws(Refusal) {
    check = TestMoneyAnswerCheck(bank: own.bank)
    switch task {
    case .capture(let before):
      action = .capture(of: try check.receipt(before).operation, amount: before.amount)
      tells = false
    case .void(let before):
      action = .void(of: try check.receipt(before).operation)
      tells = false
    case .refund(let before, let statement):
      action = .transfer(
        to: try check.receipt(before).payer, amount: before.amount,
        reference: PaymentReference(digest: statement.digest))
      tells = true
    case .pay, .receive, .authorise, .takeRefund, .withdraw, .deposit, .exchange, .restore:
      preconditionFailure("these have sides of their own")
    }
  }

  func judge(_ body: [UInt8]) throws(Refusal) {
    throw Refusal(.outsideTerms, blame: .peer, "nothing more is to be said here")
  }

  func handle(_ signal: PaymentSignal) -> [PaymentStep] {
    switch signal {
    case .begin: return [.ask(Inquiry("order", to: .provider, action.canonicalBytes, commits: true))]
    case .answer(_, let bytes):
      guard let word = try? check.word(bytes) else { return [] }
      return (tells ? [.tell(bytes)] : []) + [.conclude(word.conclusion)]
    case .token, .doubt, .turnedDown: return []
    }
  }
}

extension TestMoneyAnswerCheck {
  /// The bank's receipt among the proofs of what went before.
  fileprivate func receipt(_ before: FollowUp) throws(Refusal) -> AccountReceipt {
    for proof in before.prior.proofs {
      if case .receipt(let receipt, _) = try word(proof.bytes.bytes) { return receipt }
    }
    throw Refusal(.proofInvalid, blame: .us, "the bank's receipt of the payment is missing")
  }
}
