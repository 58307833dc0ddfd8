import SemperCoding
import SemperCommerce
import SemperCredentialSystems
import SemperCredentials
import SemperCryptography
import SemperExchange
import SemperModel
import SemperTerms
import Testing

/// Terms that ask a side for credentials: what has to be shown, by whom, and issued by whom. Nobody goes on with a side that does not.
@Suite struct CredentialRequirementsTests {
  private static let system = SDJWTCredentials()
  private static let now = Fair.start

  private let issuer = SigningKey()
  private let holder = SigningKey()

  private func credential(
    _ type: CredentialType, to key: SigningKey, by issuer: SigningKey? = nil, until: Span = Span(seconds: 3600)
  ) throws -> String {
    try Self.system.issue(
      CredentialDraft(
        type: type.description, holder: key.publicKey, claims: JSONObject([("name", "A. Example".json)]),
        issued: Self.now, expires: Self.now.advanced(by: until), secret: [UInt8](repeating: 1, count: 32)),
      by: issuer ?? self.issuer)
  }

  private func shown(_ credential: String, at place: ShowingPlace, by key: SigningKey) throws -> String {
    try Self.system.show(
      credential, CredentialShowing(to: place.audience, nonce: place.nonce, issued: Self.now), by: key)
  }

  private func requirements(_ types: [String]) throws -> CredentialRequirements {
    CredentialRequirements(
      Self.system,
      issuers: try types.reduce(.none) { try $0.joined(TrustedIssuers(text: "\($1)=\(issuer.thumbprint)")) })
  }

  private static func refusal(_ body: () throws(Refusal) -> Void) -> Refusal? {
    do {
      try body()
      return nil
    } catch { return error }
  }

  /// Under terms that ask the buyer for its identity and the seller for its accreditation.
  private static func fair() async throws -> Fair {
    try await CourseTests.fair(CourseTests.script("registration", "a member for a fee"))
  }

  @Test func aSellerShowsItInItsOffer() async throws {
    let fair = try await Self.fair()
    let terms = try VerifiedStatement<TermsOfBusiness>(verifying: fair.terms, keys: KeySet([fair.sellerKey.publicKey]))
    let plain = try VerifiedStatement<Offer>(verifying: fair.offer, keys: KeySet()).content
    let place = ShowingPlace.offers(of: fair.sellerKey.thumbprint, under: terms.digest)
    func refusal(_ shown: String?, trusting types: [String] = ["accreditation"]) throws -> Refusal? {
      let shown = shown.map { [ShownCredential(type: "accreditation", shown: $0)] } ?? []
      let offer = try Offer(
        json: .object(#require(plain.json.object).with("shown", shown.isEmpty ? nil : shown.json)))
      let requirements = try requirements(types)
      return Self.refusal { () throws(Refusal) in try requirements.check(offer, under: terms.content, at: Self.now) }
    }
    let own = try credential(CredentialType("accreditation"), to: fair.sellerKey)
    let good = try shown(own, at: place, by: fair.sellerKey)
    #expect(try refusal(good) == nil)
    let missing = try refusal(nil)
    #expect(missing?.code == .credentialMissing && missing?.blame == .peer)
    let distrusted = try refusal(good, trusting: ["identity"])
    #expect(distrusted?.code == .credentialMissing && distrusted?.blame == .us)

    let others = try credential(CredentialType("accreditation"), to: holder)
    #expect(try refusal(shown(others, at: place, by: holder))?.code == .credentialInvalid)
    let seal = try credential(CredentialType("seal"), to: fair.sellerKey)
    #expect(try refusal(shown(seal, at: place, by: fair.sellerKey))?.code == .credentialInvalid)
    let stranger = try credential(CredentialType("accreditation"), to: fair.sellerKey, by: holder)
    #expect(try refusal(shown(stranger, at: place, by: fair.sellerKey))?.code == .credentialMissing)
    let elsewhere = ShowingPlace.offers(of: fair.sellerKey.thumbprint, under: fair.offer.digest)
    #expect(try refusal(shown(own, at: elsewhere, by: fair.sellerKey))?.code == .credentialInvalid)
  }

  @Test func aBuyerShowsItInItsOrder() async throws {
    let fair = try await Self.fair()
    let terms = try VerifiedStatement<TermsOfBusiness>(verifying: fair.terms, keys: KeySet([fair.sellerKey.publicKey]))
    var numbers = SystemRandomNumberGenerator()
    let other = ID<Deal>(using: &numbers)
    func place(_ deal: ID<Deal>, _ buyer: SigningKey) -> ShowingPlace {
      .order(in: deal, on: fair.offer.digest, by: buyer.thumbprint, to: fair.sellerKey.thumbprint)
    }
    func refusal(_ shown: String?, at time: Timestamp = Self.now) throws -> Refusal? {
      let order = Order(
        deal: fair.deal, offer: fair.offer.digest, service: terms.digest, seller: fair.sellerKey.thumbprint,
        buyer: PartyTerms(
          role: .originator, key: fair.buyerKey.publicKey, nonce: Nonce(using: &numbers),
          secret: OpeningSecret(using: &numbers)),
        shown: shown.map { [ShownCredential(type: "identity", shown: $0)] } ?? [], issued: Self.now,
        expires: Self.now.advanced(by: Span(seconds: 60)))
      let requirements = try requirements(["identity"])
      let read = try Order(json: order.json)
      return Self.refusal { () throws(Refusal) in try requirements.check(read, under: terms.content, at: time) }
    }
    let own = try credential(CredentialType("identity"), to: holder)
    let good = try shown(own, at: place(fair.deal, fair.buyerKey), by: holder)
    #expect(try refusal(good) == nil)
    // What another deal has brought counts by its issuer.
    let brought = try credential(CredentialType("identity", under: fair.offer.digest), to: holder)
    #expect(try refusal(shown(brought, at: place(fair.deal, fair.buyerKey), by: holder)) == nil)
    #expect(try refusal(nil)?.code == .credentialMissing)
    #expect(try refusal(good, at: Self.now.advanced(by: Span(seconds: 3601)))?.code == .expired)
    // Seen in another deal, or under another buyer's key: of no use to whoever has seen it.
    #expect(try refusal(shown(own, at: place(other, fair.buyerKey), by: holder))?.code == .credentialInvalid)
    #expect(try refusal(shown(own, at: place(fair.deal, fair.arbiterKey), by: holder))?.code == .credentialInvalid)
  }
}
