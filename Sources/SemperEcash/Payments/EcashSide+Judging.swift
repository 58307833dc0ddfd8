import SemperCoding
import SemperCryptography
public import SemperModel
public import SemperPayments

extension EcashSide {
  /// `paid`: the mint's receipt names the payee's account, the amount and the reference. `refunded`: the payee's request to the mint
  /// holds exactly the blinded messages that the payer has signed, and the mint's receipt is of that request. `unpaid`: the mint
  /// has refused for good.
  public static func judge(_ evidence: PaymentEvidence, trusting providers: PaymentProviders) throws(Refusal) {
    let unproven = Refusal(.proofInvalid, blame: .peer, "the mint's word does not prove the claim")
    let terms = try evidence.verifiedTerms()
    guard let mint = terms.option.provider else { throw unproven }
    let words = EcashWords(mint: try providers.key(of: mint))
    guard let first = evidence.proofs.first else { throw unproven }
    switch evidence.claim {
    case .paid:
      try words.require(
        try words.receipt(first.bytes.bytes).content, pays: terms.amount, to: try EcashPayee(terms.option).account,
        for: terms.reference.digest)
    case .refunded: try judgeRefund(evidence, terms, words)
    case .unpaid:
      guard let statement = try? SignedStatement(bytes: first.bytes.bytes) else { throw unproven }
      _ = try VerifiedStatement<MintRefusal>(verifying: statement, keys: KeySet([words.mint]))
    }
  }

  private static func judgeRefund(
    _ evidence: PaymentEvidence, _ terms: PaymentTerms, _ words: EcashWords
  ) throws(Refusal) {
    let unproven = Refusal(.proofInvalid, blame: .peer, "the mint's word does not prove the refund")
    guard let refund = evidence.refund, evidence.proofs.count == 2,
      let request = try? SignedStatement(bytes: evidence.proofs[1].bytes.bytes)
    else { throw unproven }
    let amount = try VerifiedStatement<PaymentRefund>(verifying: refund, keys: KeySet([terms.payee])).content.amount
    let receipt = try words.receipt(evidence.proofs[0].bytes.bytes).content
    let withdrawal = try VerifiedStatement<MintWithdrawal>(verifying: request, keys: KeySet()).content
    let shown = evidence.tokens.contains { token in
      guard let content = try? VerifiedStatement<PaymentToken>.content(of: token), content.about == refund.digest,
        content.from == .payer, case .body(let body) = content.message
      else { return false }
      return body.bytes == withdrawal.outputs.canonicalBytes
    }
    guard shown, receipt.purpose == .withdraw, receipt.amount == amount, receipt.request == request.digest else {
      throw unproven
    }
  }
}
