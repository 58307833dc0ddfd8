/// The DER forms of an RSA public key (RFC 8017, appendix A.1.1; RFC 5280, section 4.1).
enum RSAPublicKeyForm {
  private static let rsaEncryption: [UInt8] = [
    0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00,
  ]

  static func subjectPublicKeyInfo(modulus: [UInt8], exponent: [UInt8]) -> [UInt8] {
    let key = element(0x30, integer(modulus) + integer(exponent))
    return element(0x30, rsaEncryption + element(0x03, [0] + key))
  }

  private static func integer(_ magnitude: [UInt8]) -> [UInt8] {
    let positive = magnitude.first.map { $0 >= 0x80 } ?? true
    return element(0x02, (positive ? [0] : []) + magnitude)
  }

  private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    guard content.count >= 0x80 else { return [tag, UInt8(content.count)] + content }
    var length = [UInt8]()
    var rest = content.count
    while rest > 0 {
      length.insert(UInt8(rest & 0xFF), at: 0)
      rest >>= 8
    }
    return [tag, 0x80 | UInt8(length.count)] + length + content
  }
}
