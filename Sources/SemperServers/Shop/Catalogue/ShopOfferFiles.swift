import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel

/// Puts an offer of the shop into a file, with what a buyer checks it by.
struct ShopOfferFiles: Sendable {
  let identity: RoleIdentity
  let address: Address
  let catalogue: Catalogue
  let evidence: EvidenceFiles?
  let time: any TimeSource
  /// What a role says of itself now, verified.
  let described: @Sendable (RoleDescription.Role, Address) async throws -> SignedStatement

  /// The offer that is in force under a code, or for an article by its name. Refuses (`notFound`) one that there is not.
  func file(_ name: String) async throws -> OfferFile {
    let entry: CatalogueEntry
    if let named = try await catalogue.entry(slug: name) {
      entry = named
    } else {
      entry = try await catalogue.entry(code: name)
    }
    let (offer, conditions) = (entry.offer.content, catalogue.conditions)
    do {
      return try OfferFile(
        offer: entry.offer.signed, terms: conditions.terms.signed,
        seller: identity.description(at: address, now: await time.now()),
        bank: await described(.bank, offer.bank.address), arbiter: await described(.arbiter, offer.arbiterAddress),
        evidence: evidence?.evidence())
    } catch let error as TransportError {
      throw Refusal(
        .unavailable, blame: .provider,
        "bank or arbiter do not answer, whose descriptions belong into the file; try again later: \(error.message)")
    }
  }
}
