import SemperCoding
import SemperCryptography
import SemperModel
public import SemperPayments

// Which movements of an account belong to a payment.
extension EcashSide {
  /// The mint's receipt names its posting: the deposit into the payee's account, and what is taken from there for a refund. Coins that a
  /// payer withdraws, and later gives away, are on purpose nothing that joins the two: a withdrawal is for no payment.
  public static func movements(
    of opening: PaymentOpening, ending conclusion: PaymentConclusion?
  ) -> [MovementName] {
    guard let mint = try? EcashParticulars(opening.particulars).mint, opening.task.party == .payee,
      let conclusion
    else { return [] }
    let words = EcashWords(mint: mint)
    return conclusion.proofs.compactMap { proof in
      guard let receipt = try? words.receipt(proof.bytes.bytes) else { return nil }
      return .operation(receipt.content.operation, at: mint.thumbprint)
    }
  }
}
