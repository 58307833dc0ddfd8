import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// The payer of a refund that the payee has begun: waits for the bank's word that the money is back. Of a payment under a lock the
/// payee has learnt no account, so it is told one first.
struct TestMoneyRefundSide: PaymentRole {
  private let amount: Money
  private let account: Thumbprint
  private let reference: PaymentReference
  private let check: TestMoneyAnswerCheck
  private let names: Bool

  init(_ own: TestMoneyParticulars, _ before: FollowUp, _ statement: SignedStatement) {
    amount = before.amount
    account = own.account.thumbprint
    reference = PaymentReference(digest: statement.digest)
    check = TestMoneyAnswerCheck(bank: own.bank)
    names = before.lock != nil
  }

  func judge(_ body: [UInt8]) throws(Refusal) {
    guard case .receipt(let receipt, _) = try check.word(body) else { return }
    try check.require(receipt, pays: amount, to: account, for: reference)
  }

  func handle(_ signal: PaymentSignal) -> [PaymentStep] {
    switch signal {
    case .token(let bytes):
      guard let word = try? check.word(bytes) else { return [] }
      return [.conclude(word.conclusion)]
    case .begin: return names ? [.tell(TestMoneyPayee(account: account).canonicalBytes)] : []
    case .answer, .doubt, .turnedDown: return []
    }
  }
}
