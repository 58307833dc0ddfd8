import SemperCoding
import SemperCredentials
import SemperCryptography
import SemperModel
import Testing

@testable import SemperCredentialSystems

/// What RFC 9901 has a verifier refuse. Each token is well signed and shown by its holder, so that nothing else is in the way.
@Suite struct SDJWTRefusalTests {
  private let fixture = CredentialFixture()
  private let salt = [UInt8](repeating: 7, count: 16)

  private func hiding(_ disclosures: [Disclosure], _ more: [(String, JSON)] = []) -> JSONObject {
    fixture.open([(SDJWTName.digests, .array(disclosures.map(\.digest.json)))] + more)
  }

  @Test func whatIsInOrderIsAccepted() throws {
    let claim = Disclosure(salt: salt, name: "seat", value: 1.json)
    #expect(try fixture.refusal(fixture.shown(hiding([claim]), [claim])) == nil)
    #expect(try fixture.refusal(fixture.shown(hiding([claim]))) == nil)
    #expect(
      try fixture.refusal(fixture.shown(hiding([claim], [(SDJWTName.algorithm, "sha-256".json)]), [claim])) == nil)
  }

  @Test func typesAndAlgorithmsAreThose() throws {
    #expect(try fixture.refusal(fixture.shown(fixture.open(), type: "vc+sd-jwt")) == .unknownKind)
    #expect(
      try fixture.refusal(fixture.shown(fixture.open([(SDJWTName.algorithm, "md5".json)]))) == .malformed)
    let none = Base64URL.encode(Array("{\"alg\":\"none\",\"typ\":\"dc+sd-jwt\"}".utf8)) + ".e30."
    #expect(fixture.refusal(none + "~") == .malformed)
  }

  @Test func aClaimThatWasNotHiddenIsRefused() throws {
    let claim = Disclosure(salt: salt, name: "seat", value: 1.json)
    #expect(try fixture.refusal(fixture.shown(fixture.open(), [claim])) == .malformed)
    #expect(try fixture.refusal(fixture.shown(hiding([claim]), [claim, claim])) == .malformed)
  }

  @Test func aDigestStandsOnce() throws {
    let claim = Disclosure(salt: salt, name: "seat", value: 1.json)
    #expect(try fixture.refusal(fixture.shown(hiding([claim, claim]), [claim])) == .malformed)
    // Also where it is shown nowhere, and where it stands in another object.
    #expect(try fixture.refusal(fixture.shown(hiding([claim, claim]))) == .malformed)
    let inner: JSON = .fields([SDJWTName.digests: .array([claim.digest.json])])
    #expect(try fixture.refusal(fixture.shown(hiding([claim], [("row", inner)]), [claim])) == .malformed)
  }

  @Test func namesDoNotClash() throws {
    let claim = Disclosure(salt: salt, name: "seat", value: 1.json)
    #expect(try fixture.refusal(fixture.shown(hiding([claim], [("seat", 2.json)]), [claim])) == .malformed)
    let other = Disclosure(salt: [UInt8](repeating: 8, count: 16), name: "seat", value: 2.json)
    #expect(try fixture.refusal(fixture.shown(hiding([claim, other]), [claim, other])) == .malformed)
    for name in [SDJWTName.digests, SDJWTName.element] {
      let reserved = Disclosure(salt: salt, name: name, value: 1.json)
      #expect(try fixture.refusal(fixture.shown(hiding([reserved]), [reserved])) == .malformed)
    }
    for name in SDJWTName.alwaysShown {
      let reserved = Disclosure(salt: salt, name: name, value: 1.json)
      let claims = hiding([reserved]).without([name])
      #expect(try fixture.refusal(fixture.shown(claims, [reserved])) != nil)
    }
  }

  @Test func membersAndElementsAreNotMixed() throws {
    let element = Disclosure(salt: salt, name: nil, value: 1.json)
    #expect(try fixture.refusal(fixture.shown(hiding([element]), [element])) == .malformed)
    let member = Disclosure(salt: salt, name: "seat", value: 1.json)
    let list: JSON = .array([.fields([SDJWTName.element: member.digest.json])])
    #expect(try fixture.refusal(fixture.shown(fixture.open([("seats", list)]), [member])) == .malformed)
    let mixed: JSON = .array([.fields([SDJWTName.element: element.digest.json, "more": 1.json])])
    #expect(try fixture.refusal(fixture.shown(fixture.open([("seats", mixed)]), [element])) == .malformed)
  }

  @Test func timesAreKept() throws {
    let time = CredentialFixture.time
    for (claim, moment) in [
      (SDJWTName.expires, time.seconds - 1), (SDJWTName.notBefore, time.seconds + 3600),
    ] {
      #expect(try fixture.refusal(fixture.shown(fixture.open([(claim, moment.json)]))) == .expired)
    }
    let claims = fixture.open().with(SDJWTName.issued, (time.seconds + 3600).json)
    #expect(try fixture.refusal(fixture.shown(claims)) == .expired)
    #expect(try fixture.refusal(fixture.shown(fixture.open([(SDJWTName.expires, "soon".json)]))) == .malformed)
  }

  @Test func aHolderIsNamed() throws {
    #expect(try fixture.refusal(fixture.shown(fixture.open().without([SDJWTName.confirmation]))) == .malformed)
  }

  @Test func itIsRead() throws {
    let ticket = try fixture.ticket()
    for text in [
      "", "~", "a~", "a.b.c~", String(ticket.dropLast()), ticket + "~", ticket + "x",
      ticket + String(repeating: "a~", count: 200), String(repeating: "a", count: 1 << 17) + "~",
    ] {
      #expect(throws: Refusal.self) { try fixture.system.read(text, at: CredentialFixture.time) }
    }
  }
}
