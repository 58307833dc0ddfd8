import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@Suite("Openings of locked items")
struct OpeningSecretTests {
  @Test("each path and each secret has its own opening")
  func separation() throws {
    let secrets = try (0..<2).map { try OpeningSecret(bytes: [UInt8](repeating: $0, count: 32)) }
    let openings = secrets.flatMap { secret in ["", "a", "b", "a/b"].map { secret.opening(for: $0) } }
    #expect(Set(openings).count == openings.count)
    #expect(Set(openings.map(\.digest)).count == openings.count)
    #expect(try openings[0] == OpeningSecret(bytes: secrets[0].bytes).opening(for: ""))
  }

  @Test("the digest is that of the opening under its purpose, and no text gives a secret away")
  func digest() throws {
    let secret = try OpeningSecret(bytes: [UInt8](1...32))
    let opening = secret.opening(for: "data")
    #expect(opening.digest == Digest(of: opening.bytes, for: .itemOpening))
    let texts = "\(secret) \(opening) \(String(reflecting: opening))"
    #expect(!texts.contains(Base64URL.encode(opening.bytes)) && !texts.contains("\(opening.bytes[0]), "))
  }

  @Test("other lengths than 32 bytes are refused", arguments: [0, 31, 33])
  func lengths(_ count: Int) {
    let bytes = [UInt8](repeating: 1, count: count)
    #expect(throws: CodingError.self) { try OpeningSecret(bytes: bytes) }
    #expect(throws: CodingError.self) { try ItemOpening(bytes: bytes) }
    #expect(throws: CodingError.self) { try ItemOpening(json: ByteString(bytes).json) }
  }

  @Test("both have one JSON form, and a fresh secret is fresh")
  func coding() throws {
    var generator = SystemRandomNumberGenerator()
    let secret = OpeningSecret(using: &generator)
    #expect(secret != OpeningSecret(using: &generator))
    #expect(try OpeningSecret(json: secret.json) == secret)
    #expect(try ItemOpening(json: secret.opening(for: "x").json) == secret.opening(for: "x"))
  }
}
