import SemperCoding
import Testing

/// base64url has one text for each byte string, and only that text is read.
@Suite struct Base64URLTests {
  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
    ("foobar", "Zm9vYmFy"),
  ])
  func vectorOfRFC4648(_ plain: String, _ text: String) throws {
    #expect(Base64URL.encode(Array(plain.utf8)) == text)
    #expect(try Base64URL.decode(text) == Array(plain.utf8))
  }

  @Test func bothSpecialCharacters() throws {
    #expect(Base64URL.encode([0xFB, 0xEF, 0xFF]) == "--__")
    #expect(try Base64URL.decode("--__") == [0xFB, 0xEF, 0xFF])
  }

  @Test(arguments: ["Zg==", "Zm8=", "++//", "Zg\n", " Zg", "Z", "Zm9vY", "Zh", "Zm9", "Zé", "Zm9v\u{0}", "A\u{301}AA"])
  func refused(_ text: String) {
    let error = #expect(throws: CodingError.self) { try Base64URL.decode(text) }
    #expect(error?.code == .wrongForm)
  }

  @Test func everyLengthAndOnlyOneText() throws {
    var generator = SeededGenerator(seed: 64)
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    for length in 0..<200 {
      let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      let text = Base64URL.encode(bytes)
      #expect(try Base64URL.decode(text) == bytes)
      guard length % 3 != 0 else { continue }
      let others = alphabet.map { String(text.dropLast()) + String($0) }.filter { (try? Base64URL.decode($0)) == bytes }
      #expect(others == [text])
    }
  }
}
