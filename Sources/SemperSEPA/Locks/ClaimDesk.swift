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
      try check(report, on: content.terms)
      return report.outcome
    }
  }

  func outcome(of terms: LockTerms) async throws -> SignedStatement? { try await link.outcome(of: terms) }

  /// What was sent must have been credited by our own bank, whatever the lock's bank says.
  private func check(_ report: ClaimReport, on terms: LockTerms) throws {
    guard let sent = report.sent, let answer = report.answer else { return }
    let transfer = try VerifiedStatement<BankDocument>(verifying: sent, keys: KeySet([bank])).content
      .read(InterbankTransfer.self).transfer
    guard transfer.reference.digest == ClaimedTransfer.reference(terms) else {
      throw Refusal(.proofInvalid, blame: .provider, "the bank's transfer is for another lock")
    }
    try TransferWord.requireCredited(transfer, [sent, answer], by: try directory.key(of: transfer.creditor.bank))
  }
}
