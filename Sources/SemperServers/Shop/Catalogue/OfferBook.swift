import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms

/// The statements that a shop has signed for everybody: its terms of business and its offers, by digest.
///
/// They are kept for good, because deals and evidence name them. One that says the same as before is not signed again.
struct OfferBook: Sendable {
  private static let terms = RecordTable("shop_terms")
  private static let offers = RecordTable("shop_offers")
  private static let current = RecordTable("shop_current_offers")
  private static let lifetime = Span(seconds: 30 * 86_400)

  let records: any Records
  let identity: RoleIdentity

  func publish(_ terms: TermsOfBusiness) async throws -> VerifiedStatement<TermsOfBusiness> {
    if let known = try await self.terms(terms.digest) { return known }
    let signed = try identity.sign(terms)
    let bytes = signed.canonicalBytes
    try await records.transact { try $0.set(bytes, for: signed.digest.bytes, in: Self.terms) }
    return try VerifiedStatement(verifying: signed, keys: keys)
  }

  /// The offer under this code: the last one, if it says what `make` says and is good for half of its time at least.
  func publish(
    code: String, now: Timestamp, _ make: (_ issued: Timestamp, _ expires: Timestamp) -> Offer
  ) async throws -> VerifiedStatement<Offer> {
    let place = Array(code.utf8)
    if let digest = try await records.read({ try $0.value(place, in: Self.current) }),
      let known = try await offer(Digest(bytes: digest)),
      known.content == make(known.content.issued, known.content.expires),
      now.advanced(by: Span(seconds: Self.lifetime.seconds / 2)) <= known.content.expires
    {
      return known
    }
    let signed = try identity.sign(make(now, now.advanced(by: Self.lifetime)))
    let bytes = signed.canonicalBytes
    try await records.transact { transaction in
      try transaction.set(bytes, for: signed.digest.bytes, in: Self.offers)
      try transaction.set(signed.digest.bytes, for: place, in: Self.current)
    }
    return try VerifiedStatement(verifying: signed, keys: keys)
  }

  func terms(_ digest: Digest) async throws -> VerifiedStatement<TermsOfBusiness>? {
    try await statement(digest, in: Self.terms).map { try VerifiedStatement(verifying: $0, keys: keys) }
  }

  func offer(_ digest: Digest) async throws -> VerifiedStatement<Offer>? {
    try await statement(digest, in: Self.offers).map { try VerifiedStatement(verifying: $0, keys: keys) }
  }

  private var keys: KeySet { KeySet([identity.key.publicKey]) }

  private func statement(_ digest: Digest, in table: RecordTable) async throws -> SignedStatement? {
    try await records.read { try $0.value(digest.bytes, in: table) }.map { try SignedStatement(bytes: $0) }
  }
}
