import SemperCoding
import SemperCryptography
public import SemperModel

/// To whom a credential is shown within a deal, and in answer to what: both follow from the deal, so that one that was shown in another is
/// noticed.
public struct ShowingPlace: Hashable, Sendable {
  public let audience: String
  public let nonce: String

  private init(_ audience: String, _ place: JSON) {
    self.audience = audience
    nonce = Base64URL.encode(Digest(of: place.canonicalBytes, for: .credentialNonce).bytes)
  }

  /// In a seller's offers under these terms, which are for everybody: nobody else can show it, since it is bound to the key that the
  /// offers are signed with.
  public static func offers(of seller: Thumbprint, under service: Digest) -> ShowingPlace {
    ShowingPlace("urn:semper:offer", .fields(["seller": seller.json, "service": service.json]))
  }

  /// In a buyer's order: the deal is new, and the buyer's key in it shows itself there.
  public static func order(
    in deal: ID<Deal>, on offer: Digest, by buyer: Thumbprint, to seller: Thumbprint
  ) -> ShowingPlace {
    ShowingPlace(
      seller.description, .fields(["buyer": buyer.json, "deal": deal.json, "offer": offer.json]))
  }
}
