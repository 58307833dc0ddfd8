public import SemperCoding
import SemperCryptography
public import SemperModel
public import SemperPayments

/// How a deal is paid: what the two payment managers have agreed on, and the key of the ledger that locks the money.
///
/// The order carries it, so it is under both signatures of the contract: neither side can have been led to another means of
/// payment than the other.
public struct DealPayment: Hashable, Sendable, CanonicalValue {
  public let agreement: PaymentAgreement
  public let ledger: PublicKey

  public init(agreement: PaymentAgreement, ledger: PublicKey) {
    self.agreement = agreement
    self.ledger = ledger
  }

  /// What the payment of a deal on an offer is for.
  public static func reference(deal: ID<Deal>, offer: Digest) -> PaymentReference {
    PaymentReference(for: offer, path: "deals/\(deal)/payment")
  }

  /// Verifies that it pays this deal, all of it, to its seller, under a lock at the ledger that it names.
  ///
  /// Refuses with `wrongSigner`, `notAsOffered`, `amountMismatch` and `lockMissing`.
  public func verified(deal: ID<Deal>, on offer: Offer, _ digest: Digest) throws(Refusal) -> AgreedPayment {
    let agreed = try AgreedPayment(verifying: agreement, payee: offer.seller.thumbprint)
    guard agreed.terms.reference == Self.reference(deal: deal, offer: digest) else {
      throw Refusal(.notAsOffered, blame: .peer, "the means of payment was agreed for another deal")
    }
    guard agreed.terms.amount == offer.price else {
      throw Refusal(
        .amountMismatch, blame: .peer, "\(agreed.terms.amount) was agreed, but the offer costs \(offer.price)")
    }
    try PaymentDemands(needsLock: true, lockFor: agreed.terms.demands.lockFor).require(agreed.terms.option.properties)
    guard agreed.terms.option.provider == ledger.thumbprint else {
      throw Refusal(.lockMissing, blame: .peer, "the ledger is not the one that the agreed means of payment locks at")
    }
    return agreed
  }

  public var json: JSON { .fields(["agreement": agreement.json, "ledger": ledger.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    agreement = try fields.value("agreement")
    ledger = try fields.value("ledger")
    try fields.close()
  }
}
