public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What one side can show somebody else of a payment. A payment system's own rules judge it, from nothing but this and the
/// keys of the providers.
public struct PaymentEvidence: Hashable, Sendable, CanonicalValue {
  public let claim: PaymentClaim
  public let agreement: PaymentAgreement
  /// The `payment-refund` that the claim is about, if it is about one.
  public let refund: SignedStatement?
  /// What the sides have said to each other.
  public let tokens: [SignedStatement]
  public let proofs: [PaymentProof]

  public init(
    claim: PaymentClaim, agreement: PaymentAgreement, refund: SignedStatement?, tokens: [SignedStatement],
    proofs: [PaymentProof]
  ) {
    self.claim = claim
    self.agreement = agreement
    self.refund = refund
    self.tokens = tokens
    self.proofs = proofs
  }

  /// The terms, after everything signed in it has been verified as said by the two of the agreement.
  public func verifiedTerms() throws(Refusal) -> PaymentTerms {
    let payee = try VerifiedStatement<PaymentOffer>(verifying: agreement.offer, keys: KeySet()).content.payee.thumbprint
    let agreed = try AgreedPayment(verifying: agreement, payee: payee)
    let keys = KeySet([agreed.terms.payer, agreed.terms.payee])
    if let refund {
      let content = try VerifiedStatement<PaymentRefund>(verifying: refund, keys: keys).content
      guard content.agreement == agreed.digest, content.payee == payee else {
        throw Refusal(.proofInvalid, blame: .peer, "the refund is of another payment")
      }
    }
    for token in tokens { _ = try VerifiedStatement<PaymentToken>(verifying: token, keys: keys) }
    return agreed.terms
  }

  public var json: JSON {
    .fields([
      "agreement": agreement.json, "claim": claim.json, "proofs": proofs.json, "refund": refund?.json,
      "tokens": tokens.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    agreement = try fields.value("agreement")
    claim = try fields.value("claim")
    proofs = try fields.value("proofs")
    refund = try fields.optional("refund")
    tokens = try fields.value("tokens")
    try fields.close()
  }
}
