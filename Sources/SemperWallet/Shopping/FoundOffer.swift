public import SemperCertification
public import SemperCommerce
public import SemperCryptography
import SemperModel
public import SemperTerms

/// An offer with everything behind it, all verified.
public struct FoundOffer: Hashable, Sendable {
  public let offer: VerifiedStatement<Offer>
  public let terms: VerifiedStatement<TermsOfBusiness>
  public let seller: VerifiedRole
  public let bank: VerifiedRole
  public let arbiter: VerifiedRole
  /// What evaluators say of the terms, where it came with the offer.
  public var evidence: ServiceEvidence?
  /// Whether it came in a file, and not from its shop on line.
  public var isFromFile = false

  /// The name of the seller as its certificate has it.
  var sellerName: String { seller.identity.subject.organisation }
}
