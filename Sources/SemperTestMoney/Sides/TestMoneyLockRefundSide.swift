import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// The payee that gives back what it was paid under a lock, which has told it no account: the payer names one, the payee has the
/// bank transfer the money there, and the bank's word goes to the payer.
struct TestMoneyLockRefundSide: PaymentRole {
  private let amount: Money
  private let reference: PaymentReference
  private let check: TestMoneyAnswerCheck
  private var account: Thumbprint?

  init(_ own: TestMoneyParticulars, _ before: FollowUp, _ statement: SignedStatement) {
    amount = before.amount
    reference = PaymentReference(digest: statement.digest)
    check = TestMoneyAnswerCheck(bank: own.bank)
  }

  func judge(_ body: [UInt8]) throws(Refusal) {
    let named = try named(in: body)
    guard account == nil || account == named else {
      throw Refusal(.idReused, blame: .peer, "another account was named before")
    }
  }

  private func named(in body: [UInt8]) throws(Refusal) -> Thumbprint {
    do {
      return try TestMoneyPayee(canonicalBytes: body).account
    } catch {
      throw Refusal(.malformed, blame: .peer, "the account for the refund cannot be read: \(error)")
    }
  }

  mutating func handle(_ signal: PaymentSignal) -> [PaymentStep] {
    switch signal {
    case .token(let body):
      guard account == nil, let named = try? named(in: body) else { return [] }
      account = named
      let action = AccountAction.transfer(to: named, amount: amount, reference: reference)
      return [.ask(Inquiry("order", to: .provider, action.canonicalBytes, commits: true))]
    case .answer(_, let bytes):
      guard let word = try? check.word(bytes), (try? require(word)) != nil else { return [] }
      return [.tell(bytes), .conclude(word.conclusion)]
    case .begin, .doubt, .turnedDown: return []
    }
  }

  private func require(_ word: TestMoneyWord) throws(Refusal) {
    guard case .receipt(let receipt, _) = word, let account else { return }
    try check.require(receipt, pays: amount, to: account, for: reference)
  }
}
