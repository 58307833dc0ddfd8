import PaymentWorlds
import SemperBank
import SemperCryptography
import SemperModel
import SemperPayments

@testable import SemperSEPA

/// A payer's bank that tells the payee something else about the transfer than what it was.
struct LyingBank: ClaimLink {
  enum Lie: CaseIterable { case nothingSent, lessSent, toAnotherAccount, anotherAnswer, keptAtItself }

  private static let time = Timestamp(seconds: 1_800_000_000)

  let counter: Counter
  let world: TransfersUnderTest
  let lie: Lie
  let terms: LockTerms

  var bank: PublicKey { counter.bank }
  func perform(_ order: SignedStatement) async throws -> SignedStatement { try await counter.perform(order) }
  func outcome(of terms: LockTerms) async throws -> SignedStatement? { try await counter.outcome(of: terms) }

  func claim(_ claim: SignedStatement) async throws -> ClaimReport {
    let told = try await counter.claim(claim)
    let (payer, payee) = (TransfersUnderTest.bankKey(of: .payer), TransfersUnderTest.bankKey(of: .payee))
    func transfer(_ units: Int64, to creditor: IBAN) throws -> (InterbankTransfer, SignedStatement) {
      let content = InterbankTransfer(
        operation: try ID(bytes: Array(repeating: 9, count: 16)),
        transfer: CreditTransfer(
          debtor: TransfersUnderTest.iban(of: .payer), creditor: creditor, amount: Money(minorUnits: units, .euro),
          reference: PaymentReference(digest: ClaimedTransfer.reference(terms))), time: Self.time)
      let document = BankDocument(
        content, from: payer.publicKey, to: payee.thumbprint, about: nil, issued: Self.time)
      return (content, try VerifiedStatement(signing: document, with: [payer]).signed)
    }
    func sent(_ units: Int64, to creditor: IBAN) async throws -> ClaimReport {
      let message = try transfer(units, to: creditor).1
      let answer = try await world.bank(of: .payee).receive(message, now: Self.time)
      return ClaimReport(outcome: told.outcome, sent: message, answer: answer)
    }
    switch lie {
    case .nothingSent: return ClaimReport(outcome: told.outcome)
    case .lessSent: return try await sent(1, to: TransfersUnderTest.iban(of: .payee))
    case .toAnotherAccount:
      return try await sent(10_00, to: IBAN(TransfersUnderTest.code(of: .payee), SigningKey().thumbprint))
    case .anotherAnswer: return ClaimReport(outcome: told.outcome, sent: told.sent, answer: told.sent)
    case .keptAtItself:
      let own = IBAN(TransfersUnderTest.code(of: .payer), TransfersUnderTest.key(of: .payee).thumbprint)
      let (content, message) = try transfer(10_00, to: own)
      let status = BankDocument(
        InterbankStatus(of: content, .settled, time: Self.time), from: payer.publicKey,
        to: payer.thumbprint, about: message.digest, issued: Self.time)
      return ClaimReport(
        outcome: told.outcome, sent: message, answer: try VerifiedStatement(signing: status, with: [payer]).signed)
    }
  }
}
