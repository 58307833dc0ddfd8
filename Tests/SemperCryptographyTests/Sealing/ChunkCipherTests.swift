import SemperCoding
import SemperCryptography
import Testing

@Suite("AES-256-GCM over numbered chunks")
struct ChunkCipherTests {
  let cipher = ChunkCipher(key: [UInt8](0..<32))
  let context = Array("context".utf8)

  private func seal(_ plaintext: [UInt8], at index: UInt64) throws -> [UInt8] {
    var sealed = [UInt8](repeating: 0, count: plaintext.count + ChunkCipher.tagSize)
    try plaintext.withUnsafeBytes { plaintext in
      try sealed.withUnsafeMutableBytes {
        try cipher.seal(plaintext, at: index, authenticating: context, into: $0)
      }
    }
    return sealed
  }

  private func open(
    _ sealed: [UInt8], at index: UInt64, context: [UInt8], room: Int, cipher: ChunkCipher? = nil
  ) -> [UInt8]? {
    var plaintext = [UInt8](repeating: 0, count: room)
    let opens = sealed.withUnsafeBytes { sealed in
      plaintext.withUnsafeMutableBytes {
        (cipher ?? self.cipher).open(sealed, at: index, authenticating: context, into: $0)
      }
    }
    return opens ? plaintext : nil
  }

  @Test("a chunk is sealed as PyCA cryptography seals it, with its index as nonce")
  func vector() throws {
    let sealed = try seal(Array("a chunk of text".utf8), at: 258)
    #expect(Base64URL.encode(sealed) == "bAhz_hHye3FJeklx3nhDYcGaKii1eaHhCMHXFMEZMA")
  }

  @Test("chunks of any length come back", arguments: [0, 1, 15, 16, 17, 65_568, 262_176])
  func roundTrip(_ count: Int) throws {
    let plaintext = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    for index in [0, 1, UInt64(1) << 40, .max] {
      #expect(open(try seal(plaintext, at: index), at: index, context: context, room: count) == plaintext)
    }
  }

  @Test("another index, context, key, length or bit does not open")
  func refused() throws {
    let sealed = try seal([1, 2, 3], at: 5)
    #expect(open(sealed, at: 4, context: context, room: 3) == nil)
    #expect(open(sealed, at: 5, context: [], room: 3) == nil)
    #expect(open(sealed, at: 5, context: context, room: 3, cipher: ChunkCipher(key: [UInt8](1...32))) == nil)
    #expect(open(sealed, at: 5, context: context, room: 2) == nil)
    #expect(open(sealed, at: 5, context: context, room: 4) == nil)
    #expect(open([], at: 5, context: context, room: 0) == nil)
    for position in sealed.indices {
      var flipped = sealed
      flipped[position] ^= 1
      #expect(open(flipped, at: 5, context: context, room: 3) == nil)
    }
  }
}
