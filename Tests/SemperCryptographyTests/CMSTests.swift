import SemperCoding
import SemperModel
import Testing

@testable import SemperCryptography

/// CMS objects as DER in one form only, and what each of them protects.
@Suite struct CMSTests {
  private let type = OID([2, 23, 42, 0, 12])
  private let content = Array("an offer".utf8)

  private func everyFlip(_ bytes: [UInt8], _ isRefused: ([UInt8]) -> Bool) -> [Int] {
    bytes.indices.filter { index in
      var changed = bytes
      changed[index] ^= 1 << UInt8(index % 8)
      return !isRefused(changed)
    }
  }

  @Test func aSignatureIsOnItsContentAndItsType() throws {
    let key = SigningKey()
    let signer = CMSSigner.holder(of: key.publicKey)
    let data = try CMSSignedData(type, content, by: [(signer, key)])
    #expect(data.isSigned(by: signer, key: key.publicKey))
    #expect(!data.isSigned(by: signer, key: SigningKey().publicKey))
    #expect(try CMSSignedData(derBytes: data.derBytes) == data)
    let missed = everyFlip(data.derBytes) { bytes in
      guard let changed = try? CMSSignedData(derBytes: bytes) else { return true }
      return !changed.isSigned(by: signer, key: key.publicKey)
    }
    #expect(missed == [])
    let detached = try CMSSignedData(type, content, by: [(signer, key)], isDetached: true)
    #expect(detached.isSigned(by: signer, key: key.publicKey, content: content))
    #expect(!detached.isSigned(by: signer, key: key.publicKey) && detached.content == nil)
    #expect(!detached.isSigned(by: signer, key: key.publicKey, content: content + [0]))
  }

  @Test func anEnvelopeOpensForItsRecipientAndUnchanged() throws {
    let (key, other) = (try TransportKey(bits: 2048), try TransportKey(bits: 2048))
    let name = try IssuerAndSerial(der: .sequence([DERElement.sequence([]), Int(7).der]))
    for more in [[], [UInt8](repeating: 5, count: 100)] {
      let envelope = try CMSEnvelope(type, content, to: name, key: key.publicKey, more: more)
      let opened = try CMSEnvelope(derBytes: envelope.derBytes).open(with: key)
      #expect(opened.content == content && opened.more == more)
      #expect(throws: CryptographyError.self) { try envelope.open(with: other) }
      let missed = everyFlip(envelope.derBytes) { bytes in
        guard let changed = try? CMSEnvelope(derBytes: bytes) else { return true }
        // Which type and recipient it is for is compared by who opens it.
        if changed.type != type || changed.recipient != name { return true }
        return (try? changed.open(with: key)) == nil
      }
      #expect(missed == [])
    }
    #expect(throws: CryptographyError.self) {
      try CMSEnvelope(type, content, to: name, key: key.publicKey, more: [UInt8](repeating: 0, count: 159))
    }
  }

  @Test(
    arguments: [
      [0x30, 0x80, 0x00, 0x00], [0x30, 0x81, 0x00], [0x02, 0x02, 0x00, 0x01], [0x01, 0x01, 0x01], [0x02, 0x01],
      [0x05, 0x00, 0x00], [],
    ] as [[UInt8]])
  func anotherSpellingIsRefused(_ bytes: [UInt8]) {
    #expect(throws: CodingError.self) { try Int(derBytes: bytes) }
    #expect(throws: CodingError.self) { try Bool(derBytes: bytes) }
  }

  @Test func valuesComeBack() throws {
    for number in [0, 1, 127, 128, 255, 256, -1, -128, -129, Int64.max, .min] {
      #expect(try Int64(derBytes: number.derBytes) == number)
    }
    for name in [OID([2, 23, 42, 0, 12]), OID([1, 2, 840, 113_549, 1, 7, 2]), OID([2, 5, 29])] {
      #expect(try OID(derBytes: name.derBytes) == name)
    }
    let time = Timestamp(seconds: 1_795_000_000)
    #expect(try Timestamp(derBytes: time.derBytes) == time)
    let digested = CMSDigestedData(type, of: content)
    #expect(try CMSDigestedData(derBytes: digested.derBytes) == digested)
  }
}
