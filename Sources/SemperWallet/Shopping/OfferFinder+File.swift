public import SemperCommerce
import SemperCommunication
import SemperCryptography
public import SemperModel
import SemperTerms

// Offers that come in files.
extension OfferFinder {
  /// Verifies an offer and all that a buyer relies on from its file alone; nobody is asked.
  ///
  /// Refuses, with the reason, what `find(code:at:now:)` refuses, where the file shows it: an offer that was altered or has expired, one by
  /// another than the certified shop, other terms, a bank or an arbiter that is not the one which the offer names.
  public func find(in file: OfferFile, now: Timestamp) throws(Refusal) -> FoundOffer {
    let signed = try VerifiedStatement<Offer>(verifying: file.offer, keys: KeySet())
    let seller = try verified(file.seller, as: .shop, at: signed.content.shop, now: now)
    let offer = try offer(file.offer, by: seller, now: now)
    let terms = try terms(file.terms, of: offer, now: now)
    let arbiter = try verified(file.arbiter, as: .arbiter, at: offer.content.arbiterAddress, now: now)
    guard arbiter.description.arbiter == offer.content.arbiter else { throw Self.strangeArbiter }
    try terms.content.check(against: arbiter.description.policy, at: now, blame: .peer)
    let bank = try verified(file.bank, as: .bank, at: offer.content.bank.address, now: now)
    return FoundOffer(
      offer: offer, terms: terms, seller: seller, bank: try self.bank(bank, of: offer.content), arbiter: arbiter,
      evidence: file.evidence, isFromFile: true)
  }

  /// Likewise, and then asks shop, bank and arbiter what they say of themselves now: a deal begins with that. Nobody is asked whom the
  /// file alone does not show to be certified.
  public func find(reaching file: OfferFile, now: Timestamp) async throws -> FoundOffer {
    let shown = try find(in: file, now: now)
    let seller = try await role(.shop, at: shown.offer.content.shop, now: now)
    let found = try await found(try offer(file.offer, by: seller, now: now), shown.terms, by: seller, now: now)
    return FoundOffer(
      offer: found.offer, terms: found.terms, seller: found.seller, bank: found.bank, arbiter: found.arbiter,
      evidence: file.evidence, isFromFile: true)
  }
}
