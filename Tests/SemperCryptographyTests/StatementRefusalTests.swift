import SemperCoding
import SemperModel
import Testing

@testable import SemperCryptography

/// The refusals of the statement format, one by one. Each forged statement has a good signature by the right key, so
/// that only the rule under test can refuse it.
@Suite struct StatementRefusalTests {
  private let one = SigningKey(.es256)
  private let other = SigningKey(.es256)
  private var keys: KeySet { KeySet([one.publicKey, other.publicKey]) }

  private enum Outcome: Equatable {
    case accepted
    case form(CodingError.Code)
    case refused(RefusalCode)
  }

  private func outcome(_ bytes: [UInt8], keys: KeySet? = nil) -> Outcome {
    do {
      let parsed = try SignedStatement(bytes: bytes)
      _ = try VerifiedStatement<Note>(verifying: parsed, keys: keys ?? self.keys)
      return .accepted
    } catch let error as CodingError {
      return .form(error.code)
    } catch let refusal as Refusal {
      #expect(refusal.blame == .peer)
      return .refused(refusal.code)
    } catch {
      Issue.record(error)
      return .accepted
    }
  }

  private var forgery: Forgery { Forgery(Note(by: [one]), by: one) }

  @Test func theForgeryWithoutAFaultIsAccepted() throws {
    #expect(outcome(try forgery.bytes()) == .accepted)
    // A header need not be canonical: the signature covers its bytes.
    let loose = try forgery.bytes([forgery.signature(Array(" ".utf8) + CanonicalJSON.encode(.object(forgery.header)))])
    #expect(outcome(loose) == .accepted)
  }

  private static let headers: [(name: String, value: JSON?, code: CodingError.Code)] = [
    ("alg", "none".json, .outOfRange), ("alg", "HS256".json, .outOfRange), ("alg", "RS256".json, .outOfRange),
    ("alg", "PS256".json, .outOfRange), ("alg", "ES384".json, .outOfRange), ("alg", "EdDSA".json, .outOfRange),
    ("alg", "es256".json, .outOfRange), ("alg", nil, .missing), ("alg", .array(["ES256".json]), .wrongType),
    ("kid", nil, .missing), ("kid", "me".json, .wrongForm), ("typ", nil, .missing), ("typ", "JWT".json, .outOfRange),
    ("typ", "contract".json, .outOfRange), ("typ", "semper-unknown+jws".json, .outOfRange),
    ("typ", "SEMPER-CONTRACT+JWS".json, .outOfRange), ("typ", "application/semper-contract+jws".json, .outOfRange),
    ("typ", OtherNote.kind.headerType.json, .outOfRange), ("jku", "https://example.org/keys".json, .unknownMember),
    ("x5u", "https://example.org/cert".json, .unknownMember), ("jwk", .fields(["kty": "oct".json]), .unknownMember),
    ("b64", true.json, .unknownMember), ("b64", false.json, .unknownMember),
    ("crit", .array(["b64".json]), .unknownMember),
    ("crit", .array([]), .unknownMember), ("x5t", "AAAA".json, .unknownMember), ("cty", "json".json, .unknownMember),
    ("x5c", .array([]), .tooMany), ("x5c", "AAAA".json, .wrongType), ("x5c", .array(["A-_A".json]), .wrongForm),
    ("x5c", .array(["AAA".json]), .wrongForm), ("x5c", .array([JSON](repeating: "AAAA".json, count: 5)), .tooMany),
    ("n", .number(1.5), .outOfRange),
  ]

  @Test(arguments: headers.indices) func aHeaderIsRefused(_ index: Int) throws {
    let (name, value, code) = Self.headers[index]
    #expect(outcome(try forgery.with(header: name, value).bytes()) == .form(code), "\(name)")
  }

  @Test(arguments: [
    (#"{"alg":"none","alg":"ES256"}"#, CodingError.Code.duplicateName), ("[]", .wrongType), ("", .malformed),
    ("{}", .missing),
    (#"{"alg":"ES256","x":{"a":{"b":{"c":1}}}}"#, .tooDeep), ("\u{FEFF}{}", .malformed),
  ])
  func aHeaderThatIsNoObjectOfOursIsRefused(_ text: String, _ code: CodingError.Code) throws {
    #expect(outcome(try forgery.bytes([forgery.signature(Array(text.utf8))])) == .form(code))
  }

  @Test func aHeaderIsBounded() throws {
    let long = Array(repeating: UInt8(ascii: " "), count: ProtectedHeader.longest)
    let bytes = try forgery.bytes([forgery.signature(CanonicalJSON.encode(.object(forgery.header)) + long)])
    #expect(outcome(bytes) == .form(.tooLarge))
  }

  private static let payloads: [(name: String, value: JSON?, outcome: Outcome)] = [
    ("kind", nil, .form(.missing)), ("kind", "unknown".json, .form(.outOfRange)),
    ("kind", "order".json, .form(.outOfRange)),
    ("v", nil, .form(.missing)), ("v", 2.json, .form(.outOfRange)), ("v", "1".json, .form(.wrongType)),
    ("signers", nil, .form(.missing)), ("signers", .array([]), .form(.notCanonical)),
    ("price", .number(12.5), .form(.outOfRange)),
    ("more", 1.json, .refused(.malformed)), ("text", nil, .refused(.malformed)), ("text", 1.json, .refused(.malformed)),
  ]

  @Test(arguments: payloads.indices) func aPayloadIsRefused(_ index: Int) throws {
    let (name, value, expected) = Self.payloads[index]
    #expect(outcome(try forgery.with(payload: name, value).bytes()) == expected, "\(name)")
  }

  @Test func aPayloadThatIsNotCanonicalIsRefused() throws {
    let canonical = String(decoding: forgery.payload, as: UTF8.self)
    for text in [
      " " + canonical, canonical + "\n", canonical.replacing("\"v\":1", with: "\"v\": 1"),
      canonical.replacing("course", with: "c\\u006furse"),
      "{\"v\":1," + canonical.dropFirst().replacing(",\"v\":1", with: ""),
    ] {
      var changed = forgery
      changed.payload = Array(text.utf8)
      #expect(outcome(try changed.bytes()) == .form(.notCanonical), "\(text)")
    }
  }

  @Test func aPayloadIsBounded() throws {
    let long = Forgery(Note(String(repeating: "a", count: Note.largestPayload), by: [one]), by: one)
    #expect(outcome(try long.bytes()) == .refused(.tooLarge))
  }

  @Test func anotherKindIsRefused() throws {
    let parsed = try SignedStatement(bytes: forgery.bytes())
    let refusal = #expect(throws: Refusal.self) { try VerifiedStatement<OtherNote>(verifying: parsed, keys: keys) }
    #expect(refusal?.code == .unknownKind)
  }

  @Test func signersAreExactlyThoseOfTheContent() throws {
    let both = [one, other].map(\.thumbprint).sorted()
    // The payload names a signer that the content does not demand.
    let more = try forgery.with(payload: "signers", both.json)
    #expect(outcome(try more.bytes()) == .refused(.wrongSigner))
    // Unsorted, doubled.
    let two = Forgery(Note(by: [one, other]), by: one)
    #expect(outcome(try two.with(payload: "signers", Array(both.reversed()).json).bytes()) == .form(.notCanonical))
    #expect(outcome(try forgery.with(payload: "signers", [both[0], both[0]].json).bytes()) == .form(.notCanonical))
    // One of two has not signed.
    #expect(outcome(try two.bytes()) == .refused(.wrongSigner))
  }

  @Test func signaturesAreSortedDifferentAndBySigners() throws {
    let note = Note(by: [one, other])
    let sorted = try [one, other].sorted { $0.thumbprint < $1.thumbprint }.map { try Forgery(note, by: $0).signature() }
    let two = Forgery(note, by: one)
    #expect(outcome(try two.bytes(sorted)) == .accepted)
    #expect(outcome(try two.bytes(sorted.reversed())) == .form(.notCanonical))
    #expect(outcome(try two.bytes([sorted[0], sorted[0]])) == .form(.notCanonical))
    #expect(outcome(try two.bytes([sorted[0], sorted[0], sorted[1]])) == .form(.notCanonical))
    #expect(outcome(try two.bytes([])) == .form(.notCanonical))
    // A signature by somebody who is no signer.
    let stranger = try Forgery(Note(by: [one]), by: other).signature()
    let pair = try [(one.thumbprint, forgery.signature()), (other.thumbprint, stranger)].sorted { $0.0 < $1.0 }.map(\.1)
    #expect(outcome(try forgery.bytes(pair)) == .form(.outOfRange))
  }

  @Test func aKeyDoesNotSignForAnother() throws {
    // kid names `one`, `other` signed.
    let stolen = Forgery(Note(by: [one]), by: other).with(header: "kid", one.thumbprint.json)
    #expect(outcome(try stolen.bytes()) == .refused(.badSignature))
    // kid names a signer whose key is not known.
    #expect(outcome(try forgery.bytes(), keys: KeySet([other.publicKey])) == .refused(.badSignature))
    // The algorithm is not that of the key.
    #expect(outcome(try forgery.with(header: "alg", "Ed25519".json).bytes()) == .refused(.badSignature))
    let edwards = SigningKey(.ed25519)
    let confused = Forgery(Note(by: [edwards]), by: edwards).with(header: "alg", "ES256".json)
    #expect(outcome(try confused.bytes(), keys: KeySet([edwards.publicKey])) == .refused(.badSignature))
  }

  @Test func nothingStandsBesideTheProtectedHeader() throws {
    let good = try #require(try forgery.signature().object)
    let payload = Base64URL.encode(forgery.payload)
    let signature = JSON.object(good.with("header", .fields(["kid": "me".json])))
    #expect(outcome(try forgery.bytes([signature])) == .form(.unknownMember))
    for envelope: JSON in [
      .fields(["payload": payload.json, "signatures": .array([.object(good)]), "header": .fields([:])]),
      .object(good.with("payload", payload.json)),  // the flattened serialisation
      .fields(["payload": (payload + "==").json, "signatures": .array([.object(good)])]),
      .fields(["signatures": .array([.object(good)])]), .fields(["payload": payload.json]),
      .fields(["payload": payload.json, "signatures": .object(good)]), .array([]),
    ] {
      let result = outcome(CanonicalJSON.encode(envelope))
      if case .form = result { continue }
      Issue.record("\(result) for \(envelope)")
    }
  }

  @Test(arguments: [0, 1, 63, 65, 70, 128]) func aSignatureHas64Bytes(_ count: Int) throws {
    let good = try #require(try forgery.signature().object)
    let other = JSON.object(good.with("signature", Base64URL.encode([UInt8](repeating: 1, count: count)).json))
    #expect(outcome(try forgery.bytes([other])) == .form(.wrongForm))
  }

  @Test func signaturesAreCounted() throws {
    let many = [JSON](repeating: try forgery.signature(), count: SignedStatement.mostSignatures + 1)
    #expect(outcome(try forgery.bytes(many)) == .form(.tooMany))
  }
}
