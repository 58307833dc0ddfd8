import SemperCryptography
import Testing

/// RFC 4493, section 4.
@Suite struct CMACTests {
  private static let key = hex("2b7e151628aed2a6abf7158809cf4f3c")
  private static let message = hex(
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52ef"
      + "f69f2445df4f9b17ad2b417be66c3710")

  @Test(arguments: [
    (0, "bb1d6929e95937287fa37d129b756746"), (16, "070a16b46b4d4144f79bdd9dd04a287c"),
    (40, "dfa66747de9ae63030ca32611497c827"), (64, "51f0bebf7e3b9d92fc49741779363cfe"),
  ]) func theExamples(_ length: Int, _ tag: String) throws {
    let key = try CMACKey(bytes: Self.key)
    #expect(key.tag(over: Array(Self.message.prefix(length))) == Self.hex(tag))
    #expect(key.bytes == Self.key)
  }

  @Test func aKeyHasSixteenBytes() {
    #expect(throws: CryptographyError.self) { try CMACKey(bytes: [1, 2, 3]) }
    #expect(CMACKey().bytes != CMACKey().bytes)
  }

  private static func hex(_ text: String) -> [UInt8] {
    let digits = text.compactMap { UInt8(String($0), radix: 16) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
