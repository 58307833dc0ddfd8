import SemperCoding
import SemperCryptography
import SemperModel
public import SemperPayments

// Which movements of an account belong to a payment.
extension TestMoneySide {
  /// The bank's receipts name their posting: of what was taken or held, captured, given back. What a payee gives up of a hold (`void`), only
  /// the payee hears of, so the payer's statement does not name the payment there.
  public static func movements(
    of opening: PaymentOpening, ending conclusion: PaymentConclusion?
  ) -> [MovementName] {
    guard let bank = try? TestMoneyParticulars(opening.particulars).bank, let conclusion else { return [] }
    let check = TestMoneyAnswerCheck(bank: bank)
    return conclusion.proofs.compactMap { proof in
      guard case .receipt(let receipt, _)? = try? check.word(proof.bytes.bytes) else { return nil }
      return .operation(receipt.operation, at: bank.thumbprint)
    }
  }
}
