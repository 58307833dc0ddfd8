import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// What has to be seen in banks' words before they are believed.
enum TransferWord {
  /// A message signed by this bank.
  static func document(_ signed: SignedStatement, by bank: PublicKey) throws(Refusal) -> BankDocument {
    let content = try VerifiedStatement<BankDocument>(verifying: signed, keys: KeySet([bank])).content
    guard content.key == bank else { throw Refusal(.wrongSigner, blame: .peer, "the word is another bank's") }
    return content
  }

  /// How the payee's bank has answered a transfer.
  static func outcome(
    of transfer: InterbankTransfer, _ sent: SignedStatement, by bank: PublicKey, _ answer: SignedStatement
  ) throws(Refusal) -> TransferOutcome {
    let content = try document(answer, by: bank)
    let status = try content.read(InterbankStatus.self)
    guard content.about == sent.digest,
      status == InterbankStatus(of: transfer, status.outcome, time: status.time)
    else { throw Refusal(.proofInvalid, blame: .peer, "the bank's answer is about another transfer") }
    return status.outcome
  }

  /// That a transfer was credited: by a camt.054 alone, or by a pacs.008 and the pacs.002 that answers it. `bank` is the
  /// payee's, and whoever signed the pacs.008 need not be believed.
  static func requireCredited(
    _ transfer: CreditTransfer, _ proofs: [SignedStatement], by bank: PublicKey
  ) throws(Refusal) {
    let unproven = Refusal(
      .proofInvalid, blame: .peer, "the bank's word is about another transfer, or does not confirm it")
    switch proofs.count {
    case 1:
      guard try document(proofs[0], by: bank).read(CreditNotification.self).transfer == transfer else { throw unproven }
    case 2:
      let sent = try VerifiedStatement<BankDocument>(verifying: proofs[0], keys: KeySet()).content
      let document = try sent.read(InterbankTransfer.self)
      guard sent.to == bank.thumbprint, document.transfer == transfer,
        try outcome(of: document, proofs[0], by: bank, proofs[1]) == .settled
      else { throw unproven }
    default: throw unproven
    }
  }

  /// That a transfer will never be credited: an inquiry about it and the payee's bank's answer.
  static func requireUnwanted(
    _ transfer: CreditTransfer, _ proofs: [SignedStatement], by bank: PublicKey
  ) throws(Refusal) {
    let unproven = Refusal(.proofInvalid, blame: .peer, "the bank's word does not reject this transfer")
    guard proofs.count == 2 else { throw unproven }
    let inquiry = try VerifiedStatement<TransferInquiry>(verifying: proofs[0], keys: KeySet()).content
    let content = try document(proofs[1], by: bank)
    let status = try content.read(OrderStatus.self)
    guard inquiry.transfer == transfer, content.about == proofs[0].digest,
      status.originalMessage == InterbankTransfer.message, status.endToEnd == transfer.endToEnd,
      case .rejected = status.outcome
    else { throw unproven }
  }
}

extension SignedStatement {
  var proof: PaymentProof { PaymentProof(form: kind.headerType, bytes: canonicalBytes) }
}
