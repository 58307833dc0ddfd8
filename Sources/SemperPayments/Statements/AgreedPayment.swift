import SemperCryptography
public import SemperModel

/// A payment that both sides have agreed on, verified. It cannot be decoded, only made by verifying.
public struct AgreedPayment: Hashable, Sendable {
  public let agreement: PaymentAgreement
  public let terms: PaymentTerms

  /// Verifies signatures and that the three statements hang together.
  ///
  /// - Parameter payee: who must be paid: the certified key that the deal names. A payer never leaves it out.
  public init(verifying agreement: PaymentAgreement, payee: Thumbprint) throws(Refusal) {
    let offer = try VerifiedStatement<PaymentOffer>(verifying: agreement.offer, keys: KeySet()).content
    let selection = try VerifiedStatement<PaymentSelection>(verifying: agreement.selection, keys: KeySet()).content
    let confirmation = try VerifiedStatement<PaymentConfirmation>(verifying: agreement.confirmation, keys: KeySet())
      .content
    guard offer.payee.thumbprint == payee else {
      throw Refusal(.wrongSigner, blame: .peer, "the offer is by another payee than the deal names")
    }
    terms = try PaymentTerms(offer: offer, selection: selection, confirmation: confirmation)
    self.agreement = agreement
  }

  /// Names the payment; what enters the contract, so that neither side can have agreed on less.
  public var digest: Digest { agreement.digest }
}

extension PaymentAgreement {
  /// What was verified before it was journalled.
  package var journalledTerms: PaymentTerms {
    do {
      return try PaymentTerms(
        offer: offer.journalled(as: PaymentOffer.self), selection: selection.journalled(as: PaymentSelection.self),
        confirmation: confirmation.journalled(as: PaymentConfirmation.self))
    } catch {
      preconditionFailure("a journalled agreement is not what was verified: \(error)")
    }
  }
}
