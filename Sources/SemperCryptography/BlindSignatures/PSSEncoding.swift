import Crypto

/// EMSA-PSS with SHA-384 and MGF1-SHA-384 (RFC 8017, section 9.1), the message form of RFC 9474.
enum PSSEncoding {
  private static let hashSize = SHA384.byteCount

  /// The encoded message, as many bytes as the modulus: with an empty salt there is exactly one for each message.
  static func encode(_ message: [UInt8], salt: [UInt8], modulusBits: Int) -> [UInt8] {
    let bits = modulusBits - 1
    let length = (bits + 7) / 8
    precondition(length >= hashSize + salt.count + 2, "RFC 9474 keys have at least 2048 bits")
    let digest = SHA384.hash(data: message)
    let seal = Array(SHA384.hash(data: [UInt8](repeating: 0, count: 8) + Array(digest) + salt))
    var block = [UInt8](repeating: 0, count: length - salt.count - hashSize - 2) + [1] + salt
    let mask = mask(seed: seal, length: block.count)
    for index in block.indices { block[index] ^= mask[index] }
    block[0] &= 0xFF >> UInt8(8 * length - bits)
    let encoded = block + seal + [0xBC]
    return [UInt8](repeating: 0, count: (modulusBits + 7) / 8 - length) + encoded
  }

  private static func mask(seed: [UInt8], length: Int) -> [UInt8] {
    var out = [UInt8]()
    var counter: UInt32 = 0
    while out.count < length {
      let number = withUnsafeBytes(of: counter.bigEndian) { Array($0) }
      out += Array(SHA384.hash(data: seed + number))
      counter += 1
    }
    return Array(out.prefix(length))
  }
}
