import SemperCoding
import SemperCredentials
import SemperCryptography
import SemperModel
import SemperTesting
import Testing

@testable import SemperCredentialSystems

/// The reference implementation of the specification verifies ours, and we verify its.
@Suite struct SDJWTOracleTests {
  private let fixture = CredentialFixture()

  private static func ask(_ task: JSON) throws -> JSON {
    try CanonicalJSON.parse(
      Oracle.python("credentials", task.canonicalBytes), limits: DecodingLimits(allowsFractions: true))
  }

  private func jwk(_ key: SigningKey, isPrivate: Bool = false) throws -> JSON {
    let jwk = try #require(key.publicKey.json.object)
    return .object(isPrivate ? jwk.with("d", Base64URL.encode(key.rawRepresentation).json) : jwk)
  }

  private func verified(_ token: String, audience: String? = nil, nonce: String? = nil) throws -> JSON {
    try Self.ask(
      .fields([
        "aud": audience?.json, "do": "verify".json, "issuer": jwk(fixture.issuer), "nonce": nonce?.json,
        "token": token.json,
      ]))
  }

  @Test func itVerifiesOurs() throws {
    let ticket = try fixture.ticket()
    let all = try verified(ticket)
    for member in CredentialFixture.claims.members { #expect(all[member.name] == member.value) }

    let shown = try fixture.system.show(
      ticket, fixture.showing(["says/contract/event", "seats/0"]), by: fixture.holder)
    let (audience, nonce) = (CredentialFixture.audience, CredentialFixture.nonce)
    let part = try verified(shown, audience: audience, nonce: nonce)
    #expect(part["says"] == .fields(["contract": .fields(["event": "Concert".json])]))
    #expect(part["seats"] == .array([.string("A 1")]))
    #expect(part["deal"] == nil)
    #expect(try verified(shown, audience: audience, nonce: "n-2") == .null)
  }

  @Test func weVerifyIts() throws {
    let hidden: JSON = .fields([
      "address": .fields(["city": "Zürich".json, "street": "Rämistrasse 1".json]), "height": .number(1.75),
      "languages": .array(["de".json, "el".json]),
    ])
    let expires = (CredentialFixture.time.seconds + 60).json
    let claims = fixture.open().without([SDJWTName.confirmation]).with(["exp": expires, "hidden": hidden])
    let issued = try String(
      json: Self.ask(
        .fields([
          "claims": .object(claims), "do": "issue".json, "holder": jwk(fixture.holder),
          "issuer": jwk(fixture.issuer, isPrivate: true), "typ": SDJWTName.credential.json,
        ])))
    let held = try fixture.system.read(issued, at: CredentialFixture.time)
    #expect(held.claims == hidden.object)

    // The holder's word bears the present time, so that it is looked at from later.
    let shown = try String(
      json: Self.ask(
        .fields([
          "aud": CredentialFixture.audience.json, "do": "show".json, "holder": jwk(fixture.holder, isPrivate: true),
          "nonce": CredentialFixture.nonce.json, "reveal": .fields(["address": .fields(["city": true.json])]),
          "token": issued.json,
        ])))
    let seen = try fixture.system.check(
      shown, to: CredentialFixture.audience, nonce: CredentialFixture.nonce, at: CredentialFixture.time)
    #expect(seen.claims["address"] == .fields(["city": "Zürich".json]))
    #expect(seen.claims["height"] == nil)
    #expect(fixture.refusal(shown, to: "https://other.example") == .credentialInvalid)

    let ours = try fixture.system.show(issued, fixture.showing(["languages/1"]), by: fixture.holder)
    let part = try verified(ours, audience: CredentialFixture.audience, nonce: CredentialFixture.nonce)
    #expect(part["languages"] == .array(["el".json]))
  }
}
