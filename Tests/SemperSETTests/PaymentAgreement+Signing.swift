import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

extension PaymentAgreement {
  /// What payee and payer sign one after the other about the one means that the payee offers.
  init(on option: PaymentOption, by payer: SigningKey, to payee: SigningKey) throws {
    let offer = PaymentOffer(
      reference: PaymentReference(for: Digest(plain: Nonce.fresh), path: "payment"), payee: payee.publicKey,
      options: [option], choice: .systemOnly, demands: PaymentDemands(), nonce: try Nonce(bytes: Nonce.fresh),
      issued: Market.now, notAfter: Market.now.advanced(by: Span(seconds: 600)))
    let selection = PaymentSelection(
      offer: offer.digest, option: 0, amount: option.amount, payer: payer.publicKey, particulars: ByteString([]),
      issued: Market.now)
    let confirmation = PaymentConfirmation(
      selection: selection.digest, payee: payee.publicKey, particulars: ByteString([]), issued: Market.now)
    self.init(
      offer: try SignedStatement(offer, signedBy: [payee]),
      selection: try SignedStatement(selection, signedBy: [payer]),
      confirmation: try SignedStatement(confirmation, signedBy: [payee]))
  }
}
