import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// The payer: gives the payee a mandate, and waits for the bank's word about it. In doubt it asks the bank, which revokes a mandate
/// that nobody has brought.
struct TestMoneyPayerSide: PaymentRole {
  private let terms: PaymentTerms
  private let order: AccountOrder
  private let check: TestMoneyAnswerCheck
  private var mandate: SignedStatement?

  init(_ opening: PaymentOpening, _ own: TestMoneyParticulars, _ terms: PaymentTerms) throws(Refusal) {
    self.terms = terms
    check = TestMoneyAnswerCheck(bank: own.bank)
    order = AccountOrder(
      bank: own.bank.thumbprint, account: own.account, operation: opening.operation,
      action: .mandate(
        to: try TestMoneyPayee(terms.option).account, amount: terms.amount, reference: terms.reference),
      issued: opening.time)
  }

  func judge(_ body: [UInt8]) throws(Refusal) {
    guard let mandate else { throw Refusal(.outsideTerms, blame: .peer, "there is no mandate to speak of yet") }
    try require(check.word(body), mandate)
  }

  private func require(_ word: TestMoneyWord, _ mandate: SignedStatement) throws(Refusal) {
    switch word {
    case .receipt(let receipt, _):
      let payee = try TestMoneyPayee(terms.option).account
      try check.require(receipt, pays: terms.amount, to: payee, for: terms.reference)
      guard receipt.payer == order.account.thumbprint else {
        throw Refusal(.proofInvalid, blame: .peer, "the bank's receipt is of another payer")
      }
    case .refusal(let refusal, _):
      guard refusal.mandate == mandate.digest else {
        throw Refusal(.proofInvalid, blame: .peer, "the bank's refusal is of another mandate")
      }
    }
  }

  mutating func handle(_ signal: PaymentSignal) -> [PaymentStep] {
    switch signal {
    case .begin: return [.ask(Inquiry("mandate", to: .device, order.canonicalBytes))]
    case .answer("mandate", let bytes):
      guard let signed = try? SignedStatement(bytes: bytes) else { return [] }
      mandate = signed
      return [.tell(bytes, commits: true)]
    case .answer(_, let bytes), .token(let bytes):
      // A bank that answers about something else has not answered.
      guard let mandate, let word = try? check.word(bytes), (try? require(word, mandate)) != nil else { return [] }
      return [.conclude(word.conclusion)]
    case .doubt, .turnedDown:
      guard let mandate else { return [] }
      let question = AccountAction.revoke(mandate)
      return [.ask(Inquiry("revoke", to: .provider, question.canonicalBytes))]
    }
  }
}
