import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// The payee: brings the payer's mandate to the bank, and tells the payer what the bank says.
struct TestMoneyPayeeSide: PaymentRole {
  private let terms: PaymentTerms
  private let account: Thumbprint
  private let holds: Bool
  private let check: TestMoneyAnswerCheck
  private var mandate: Digest?

  init(_ own: TestMoneyParticulars, _ terms: PaymentTerms, holds: Bool) {
    self.terms = terms
    self.holds = holds
    account = own.account.thumbprint
    check = TestMoneyAnswerCheck(bank: own.bank)
  }

  func judge(_ body: [UInt8]) throws(Refusal) {
    let signed: SignedStatement
    do {
      signed = try SignedStatement(bytes: body)
    } catch {
      throw Refusal(.malformed, blame: .peer, "the mandate cannot be read: \(error)")
    }
    let order = try VerifiedStatement<AccountOrder>(verifying: signed, keys: KeySet()).content
    guard order.bank == check.bank.thumbprint,
      order.action == .mandate(to: account, amount: terms.amount, reference: terms.reference)
    else { throw Refusal(.amountMismatch, blame: .peer, "the mandate is not for what was agreed") }
    guard mandate == nil || mandate == signed.digest else {
      throw Refusal(.idReused, blame: .peer, "another mandate came before")
    }
  }

  private func require(_ word: TestMoneyWord) throws(Refusal) {
    guard case .receipt(let receipt, _) = word else { return }
    try check.require(receipt, pays: terms.amount, to: account, for: terms.reference)
  }

  mutating func handle(_ signal: PaymentSignal) -> [PaymentStep] {
    switch signal {
    case .begin, .doubt, .turnedDown: return []
    case .token(let bytes):
      guard let signed = try? SignedStatement(bytes: bytes), mandate == nil else { return [] }
      mandate = signed.digest
      let action = AccountAction.take(signed, holds: holds)
      return [.ask(Inquiry("take", to: .provider, action.canonicalBytes, commits: true))]
    case .answer(_, let bytes):
      // A bank that answers about something else has not answered.
      guard let word = try? check.word(bytes), (try? require(word)) != nil else { return [] }
      return [.tell(bytes), .conclude(word.conclusion)]
    }
  }
}
