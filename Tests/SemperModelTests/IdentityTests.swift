import SemperCoding
import SemperModel
import Testing

/// Ids, digests, nonces and keys: exact lengths, one text, nothing beside it.
@Suite struct IdentityTests {
  private static func text(_ count: Int) -> String { Base64URL.encode((0..<count).map { UInt8($0) }) }

  @Test func anIdIsSixteenBytes() throws {
    let id = try ID<Deal>(text: Self.text(16))
    #expect(id.description == "AAECAwQFBgcICQoLDA0ODw")
    #expect(try ID<Deal>(json: id.json) == id)
    var system = SystemRandomNumberGenerator()
    #expect(ID<Deal>(using: &system) != ID<Deal>(using: &system))
    for text in ["", Self.text(15), Self.text(17), Self.text(16) + "==", "AAECAwQFBgcICQoLDA0ODx"] {
      #expect(throws: CodingError.self) { try ID<Deal>(text: text) }
    }
  }

  /// One in 64 would otherwise be an option to `semper wallet show`, and one with an “h” in it a cry for help.
  @Test func noIdLooksLikeAnOption() {
    var generator = SystemRandomNumberGenerator()
    let ids = (0..<20_000).map { _ in ID<Deal>(using: &generator) }
    #expect(!ids.contains { $0.description.hasPrefix("-") })
    #expect(Set(ids.map { $0.bytes[0] }).count == 252)
  }

  @Test func aDigestNamesItsAlgorithm() throws {
    let digest = try Digest(text: "sha-256:" + Self.text(32))
    #expect(digest.description == "sha-256:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")
    for text in [
      Self.text(32), "sha-1:" + Self.text(20), "sha-256:" + Self.text(31), "SHA-256:" + Self.text(32), "sha-256:",
    ] {
      #expect(throws: CodingError.self) { try Digest(text: text) }
    }
  }

  @Test func noncesAndByteStringsHaveTheirLength() throws {
    #expect(try Nonce(json: .string(Self.text(32))).bytes.count == 32)
    #expect(throws: CodingError.self) { try Nonce(json: .string(Self.text(31))) }
    #expect(throws: CodingError.self) { try ByteString([1, 2]).exactly(3) }
    #expect(try ByteString([1, 2]).exactly(2) == [1, 2])
  }

  @Test func thumbprintsAreOrderedAsTexts() throws {
    // By bytes 0x00 comes first; by text "-" (0xFB…) comes before "A".
    let low = try Thumbprint(bytes: [UInt8](repeating: 0, count: 32))
    let high = try Thumbprint(bytes: [UInt8](repeating: 0xFB, count: 32))
    #expect(high < low)
    #expect(low.description.hasPrefix("AAAA") && high.description.hasPrefix("-_"))
  }

  @Test func keysAreExactlyTheirMembers() throws {
    let x = Self.text(32)
    for text in [#"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(x)"}"#, #"{"crv":"Ed25519","kty":"OKP","x":"\#(x)"}"#]
    {
      #expect(try String(decoding: PublicKey(canonicalBytes: Array(text.utf8)).canonicalBytes, as: UTF8.self) == text)
    }
  }

  @Test(arguments: [
    #"{"crv":"P-256","kty":"EC","x":"X"}"#, #"{"crv":"P-256","kty":"EC","x":"X","y":"X","use":"sig"}"#,
    #"{"crv":"P-256","kty":"EC","x":"X","y":"X","d":"X"}"#, #"{"crv":"P-384","kty":"EC","x":"X","y":"X"}"#,
    #"{"crv":"Ed25519","kty":"EC","x":"X","y":"X"}"#, #"{"crv":"Ed25519","kty":"OKP","x":"X","y":"X"}"#,
    #"{"crv":"P-256","kty":"OKP","x":"X"}"#, #"{"kty":"oct","k":"X"}"#, #"{"e":"AQAB","kty":"RSA","n":"X"}"#,
    #"{"crv":"X25519","kty":"OKP","x":"X"}"#, #"{"crv":"P-256","kty":"ec","x":"X","y":"X"}"#,
    #"{"crv":"P-256","kty":"EC","x":"X","y":"AA"}"#,
    "{\"crv\":\"Ed25519\",\"kty\":\"O\u{212A}P\",\"x\":\"X\"}",
  ])
  func otherKeysAreRefused(_ text: String) {
    let filled = text.split(separator: #""X""#, omittingEmptySubsequences: false).joined(
      separator: "\"\(Self.text(32))\"")
    #expect(throws: CodingError.self) { try PublicKey(json: CanonicalJSON.parse(Array(filled.utf8))) }
  }
}
