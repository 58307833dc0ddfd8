import SemperCoding
import SemperCredentials
import SemperCryptography
import SemperModel
import Testing

@testable import SemperCredentialSystems

/// A credential says to whoever is shown it what its holder reveals, and nothing to anybody else.
@Suite struct SDJWTCredentialsTests {
  private let fixture = CredentialFixture()
  private let time = CredentialFixture.time

  @Test func aHolderReadsAllOfIt() throws {
    let held = try fixture.system.read(fixture.ticket(), at: time)
    #expect(held.claims == CredentialFixture.claims)
    #expect(held.issuer == fixture.issuer.thumbprint)
    #expect(held.holder == fixture.holder.publicKey)
    #expect(try CredentialType(text: held.type) == CredentialType("ticket"))
    #expect(
      Set(held.places) == [
        "deal", "seats", "seats/0", "seats/1", "says", "says/contract", "says/contract/event", "says/contract/place",
      ])
  }

  @Test func theSameDraftHasTheSameClaims() throws {
    let (one, other) = (try SDJWT(text: fixture.ticket()), try SDJWT(text: fixture.ticket()))
    #expect(one.token.claims == other.token.claims)
    #expect(one.disclosures == other.disclosures)
    let salted = try SDJWT(text: fixture.system.issue(fixture.draft(secret: 2), by: fixture.issuer))
    #expect(Set(salted.disclosures.map(\.digest)).isDisjoint(with: one.disclosures.map(\.digest)))
  }

  @Test func onlyWhatIsRevealedIsShown() throws {
    let ticket = try fixture.ticket()
    func claims(_ revealing: [String]) throws -> JSONObject {
      let shown = try fixture.system.show(ticket, fixture.showing(revealing), by: fixture.holder)
      return try fixture.system.check(
        shown, to: CredentialFixture.audience, nonce: CredentialFixture.nonce, at: time
      ).claims
    }
    #expect(try claims([]) == JSONObject([]))
    #expect(
      try claims(["says/contract/event"])
        == JSONObject([("says", .fields(["contract": .fields(["event": "Concert".json])]))]))
    #expect(try claims(["seats/1"]) == JSONObject([("seats", .array([.string("A 2")]))]))
    #expect(throws: Refusal.self) { try claims(["price"]) }
  }

  @Test func itCountsForOneAudienceAndOneNonce() throws {
    let shown = try fixture.system.show(fixture.ticket(), fixture.showing(["deal"]), by: fixture.holder)
    #expect(fixture.refusal(shown) == nil)
    #expect(fixture.refusal(shown, to: "https://other.example") == .credentialInvalid)
    #expect(fixture.refusal(shown, nonce: "n-2") == .credentialInvalid)
    #expect(fixture.refusal(shown, at: Timestamp(seconds: time.seconds - 3600)) == .expired)
    #expect(fixture.refusal(shown, at: time.advanced(by: Span(seconds: 3601))) == .expired)
  }

  @Test func itsHolderAloneShowsIt() throws {
    let ticket = try fixture.ticket()
    #expect(throws: Refusal.self) {
      try fixture.system.show(ticket, fixture.showing(), by: SigningKey())
    }
    // Not shown at all, or as it is held.
    #expect(fixture.refusal(ticket) == .credentialInvalid)
    let shown = try fixture.system.show(ticket, fixture.showing(), by: fixture.holder)
    #expect(throws: Refusal.self) { try fixture.system.read(shown, at: time) }
    // Another claim slipped under the holder's word.
    let (whole, parsed) = (try SDJWT(text: ticket), try SDJWT(text: shown))
    let more = SDJWT(parsed.token, Array(whole.disclosures.prefix(1)), binding: parsed.binding)
    #expect(fixture.refusal(more.text) == .credentialInvalid)
  }

  @Test func anotherIssuersNameIsRefused() throws {
    let name = SDJWTName.thumbprint + fixture.holder.thumbprint.description
    let claims = fixture.open().with(SDJWTName.issuer, name.json)
    #expect(try fixture.refusal(fixture.shown(claims)) == .wrongSigner)
  }

  @Test func typesAreReadAsTheyAreWritten() throws {
    let terms = Digest(plain: [1])
    for type in [CredentialType("ticket"), CredentialType("proofOfAge", under: terms)] {
      #expect(try CredentialType(text: type.description) == type)
    }
    for text in ["ticket", "urn:semper:credential:", "urn:semper:credential:a b", "urn:semper:credential:ticket:x"] {
      #expect(throws: CodingError.self) { try CredentialType(text: text) }
    }
  }
}
