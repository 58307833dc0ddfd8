import SemperCoding
import Testing

@testable import SemperCryptography

@Suite struct BlindSignatureTests {
  let signer = BlindSigningFixture.key
  var key: BlindingKey { signer.publicKey }

  private static func random(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  private func quotient(_ signature: [UInt8], _ answer: [UInt8]) throws -> [UInt8] {
    let modulus = key.arithmetic
    let inverse = try #require(try modulus.inverse(of: BigNumber(answer)))
    return try modulus.product(BigNumber(signature), inverse).bytes(count: key.size)
  }

  private func product(_ number: [UInt8], _ factor: Int) -> [UInt8] {
    var carry = 0
    var out = [UInt8]()
    for byte in number.reversed() {
      carry += Int(byte) * factor
      out.insert(UInt8(carry & 0xFF), at: 0)
      carry >>= 8
    }
    while carry > 0 {
      out.insert(UInt8(carry & 0xFF), at: 0)
      carry >>= 8
    }
    return out
  }

  @Test func aHundredRandomMessagesGoRound() throws {
    for _ in 0..<100 {
      let message = Self.random(Int.random(in: 0...200))
      let blinded = try key.blind(message, seed: Self.random(32))
      let signature = try blinded.unblinder.unblind(signer.sign(blinded.bytes))
      #expect(try key.isValid(signature: signature, over: message))
      #expect(try !key.isValid(signature: signature, over: message + [1]))
      #expect(try !BlindSigningFixture.otherKey.publicKey.isValid(signature: signature, over: message))
    }
  }

  /// Those of 3072 bits are also made, in debug builds too, by the mint of `BenchTests`: both take five seconds of a processor there.
  private static let longerSizes: [Int] = {
    #if DEBUG
      [4096]
    #else
      [3072, 4096]
    #endif
  }()

  /// Those that a mint may be given: made by BoringSSL, read back from what is stored, and used by libcrypto like those of 2048 bits.
  @Test(arguments: longerSizes) func longerKeysSignToo(_ bits: Int) throws {
    let made = try BlindSigningKey(bits: bits)
    let signer = try BlindSigningKey(derRepresentation: made.derRepresentation())
    let key = signer.publicKey
    #expect(key == made.publicKey && key.size * 8 == bits && key.modulus[0] >= 0x80)
    let message = Self.random(32)
    let blinded = try key.blind(message, seed: Self.random(32))
    let answer = try signer.sign(blinded.bytes)
    #expect(try answer == made.sign(blinded.bytes))
    let signature = try blinded.unblinder.unblind(answer)
    #expect(signature.count == key.size)
    #expect(try key.isValid(signature: signature, over: message))
    #expect(try !key.isValid(signature: signature, over: message + [1]))
    #expect(try !made.publicKey.isValid(signature: answer, over: message))
  }

  @Test func aSeedGivesTheSameBlindingAgainAndAnotherSeedAnother() throws {
    let message = Self.random(32)
    let seed = Self.random(32)
    let once = try key.blind(message, seed: seed)
    #expect(try key.blind(message, seed: seed).bytes == once.bytes)
    #expect(try key.blind(message, seed: Self.random(32)).bytes != once.bytes)
    #expect(try BlindSigningFixture.otherKey.publicKey.blind(message, seed: seed).bytes != once.bytes)
    #expect(try signer.sign(once.bytes) == signer.sign(once.bytes))
  }

  /// Blindness: whatever the signer saw fits every message under some factor, so it cannot tell which it signed.
  @Test func oneTranscriptFitsEveryMessage() throws {
    let seen = try key.blind(Self.random(32), seed: Self.random(32))
    let answer = try signer.sign(seen.bytes)
    for _ in 0..<5 {
      let other = Self.random(32)
      // The signature on the other message tells the factor that leads from it to what the signer saw.
      let blinded = try key.blind(other, seed: Self.random(32))
      let signature = try blinded.unblinder.unblind(signer.sign(blinded.bytes))
      let inverse = try quotient(signature, answer)
      let again = try key.blind(other, salt: [], inverse: inverse)
      #expect(again.bytes == seen.bytes)
      #expect(try again.unblinder.unblind(answer) == signature)
    }
  }

  @Test func aDamagedBlindSignatureIsRefused() throws {
    let blinded = try key.blind(Self.random(32), seed: Self.random(32))
    let answer = try signer.sign(blinded.bytes)
    for position in [0, 1, answer.count / 2, answer.count - 1] {
      var damaged = answer
      damaged[position] ^= 1
      #expect(throws: CryptographyError.self) { try blinded.unblinder.unblind(damaged) }
    }
    for wrong in [[], Array(answer.dropLast()), answer + [0], [UInt8](repeating: 0xFF, count: answer.count)] {
      #expect(throws: CryptographyError.self) { try blinded.unblinder.unblind(wrong) }
    }
    let foreign = try BlindSigningFixture.otherKey.sign([0] + Array(blinded.bytes.dropFirst()))
    #expect(throws: CryptographyError.self) { try blinded.unblinder.unblind(foreign) }
  }

  @Test func aSignatureHasOneForm() throws {
    let blinded = try key.blind([1], seed: Self.random(32))
    let signature = try blinded.unblinder.unblind(signer.sign(blinded.bytes))
    #expect(try !key.isValid(signature: [0] + signature, over: [1]))
    #expect(try !key.isValid(signature: Array(signature.dropFirst()), over: [1]))
    #expect(try !key.isValid(signature: [UInt8](repeating: 0xFF, count: key.size), over: [1]))
  }

  @Test func theSignerRefusesWhatIsNoBlindedMessage() throws {
    for wrong in [
      [], [UInt8](repeating: 1, count: 255), [UInt8](repeating: 1, count: 257), key.modulus,
      [UInt8](repeating: 0xFF, count: 256), [UInt8](repeating: 0, count: 256),
    ] {
      #expect(throws: CryptographyError.self) { try signer.sign(wrong) }
    }
  }

  @Test func malformedSignerKeysAreRefused() throws {
    let modulus = key.modulus
    var even = modulus
    even[255] &= 0xFE
    let shapes: [(String, [UInt8], [UInt8])] = [
      ("even", even, [1, 0, 1]),
      ("exponent 1", modulus, [1]),
      ("exponent 3", modulus, [3]),
      ("padded exponent", modulus, [0, 1, 0, 1]),
      ("no exponent", modulus, []),
      ("1024 bits", Array(modulus.suffix(128)), [1, 0, 1]),
      ("padded modulus", [0] + modulus, [1, 0, 1]),
      ("2047 bits", [0x7F] + modulus.dropFirst(), [1, 0, 1]),
      ("8192 bits", modulus + modulus + modulus + modulus, [1, 0, 1]),
      ("empty", [], [1, 0, 1]),
      ("multiple of 3", product([0x50] + modulus.dropFirst(), 3), [1, 0, 1]),
      ("multiple of 65521", product([UInt8](repeating: 0xFF, count: 254), 65521), [1, 0, 1]),
    ]
    for (name, modulus, exponent) in shapes {
      #expect(throws: CryptographyError.self, "\(name)") { try BlindingKey(modulus: modulus, exponent: exponent) }
    }
  }

  @Test func keysKeepTheirForms() throws {
    #expect(try BlindingKey(canonicalBytes: key.canonicalBytes) == key)
    let again = try BlindSigningKey(derRepresentation: signer.derRepresentation())
    #expect(again.publicKey == key)
    var damaged = try signer.derRepresentation()
    damaged[600] ^= 1
    #expect(throws: CryptographyError.self) { try BlindSigningKey(derRepresentation: damaged) }
    #expect(throws: CryptographyError.self) { try BlindSigningKey(derRepresentation: signer.derRepresentation() + [0]) }
    #expect(throws: CryptographyError.self) { try BlindSigningKey(derRepresentation: []) }
  }

  @Test func oneKeySignsOnManyThreads() async throws {
    let blinded = try (0..<40).map { try key.blind([UInt8($0)], seed: [UInt8](repeating: UInt8($0), count: 32)) }
    let signatures = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
      for (index, message) in blinded.enumerated() {
        group.addTask { (index, try message.unblinder.unblind(signer.sign(message.bytes))) }
      }
      return try await group.reduce(into: [Int: [UInt8]]()) { $0[$1.0] = $1.1 }
    }
    for index in 0..<40 { #expect(try key.isValid(signature: #require(signatures[index]), over: [UInt8(index)])) }
  }
}
