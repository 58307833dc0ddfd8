import SemperBank
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

/// The desk of a bank's locks as the payee of transfers goes there: what it claims comes to its account by transfer, which is shown
/// before the claim counts as answered.
struct ClaimDesk: AccountLockDesk {
  let link: any ClaimLink
  /// Where our account is.
  let destination: BankCode
  let directory: BankDirectory
  /// The key that locks name as payee.
  let payee: SigningKey
  let time: any TimeSource

  var bank: PublicKey { link.bank }

  func perform(_ order: SignedStatement) async throws -> SignedStatement {
    let content = try VerifiedStatement<LockOrder>(verifying: order, keys: KeySet()).content
    switch content.action {
    case .lock, .refund, .freeze, .release, .lapse: return try await link.perform(order)
    case .claim, .claimByDecision, .settle:
      let claim = TransferClaim(
        bank: bank.thumbprint, claim: order, destination: destination, key: payee.publicKey, issued: await time.now())
      let report = try await link.claim(SignedStatement(claim, signedBy: [payee]))
      try check(report, of: content)
      return report.outcome
    }
  }

  func outcome(of terms: LockTerms) async throws -> SignedStatement? { try await link.outcome(of: terms) }

  /// What the lock's bank says that it has paid must have been credited to our account by our own bank, whatever the former says. Where
  /// both are one, the money may have come into the account before, without a transfer.
  private func check(_ report: ClaimReport, of order: LockOrder) throws {
    let paid = try VerifiedStatement<LockOutcome>(verifying: report.outcome, keys: KeySet([bank])).content.paid
    let own = try directory.key(of: destination)
    guard let sent = report.sent, let answer = report.answer else {
      guard paid.minorUnits == 0 || own == bank else {
        throw Refusal(
          .proofInvalid, blame: .provider, "the lock's bank does not show that it has transferred the money")
      }
      return
    }
    let transfer = try VerifiedStatement<BankDocument>(verifying: sent, keys: KeySet([bank])).content
      .read(InterbankTransfer.self).transfer
    guard transfer.reference.digest == ClaimedTransfer.reference(order.terms), transfer.amount == paid,
      order.action.account.map({ IBAN(destination, $0) }) == transfer.creditor
    else {
      throw Refusal(.proofInvalid, blame: .provider, "the bank's transfer is for another lock, amount or account")
    }
    try TransferWord.requireCredited(transfer, [sent, answer], by: own)
  }
}
