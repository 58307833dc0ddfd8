/// The numbers of the standard for classes, types and attributes of keys.
enum CryptokiNumber {
  // Classes and types
  static let publicKey: UInt = 2
  static let privateKey: UInt = 3
  static let secretKey: UInt = 4
  static let rsa: UInt = 0
  static let aes: UInt = 0x1F
  // Mechanisms
  static let rsaKeyPair: UInt = 0x0
  static let rsaRaw: UInt = 0x3
  static let aesKey: UInt = 0x1080
  static let aesCMAC: UInt = 0x108A
  // Attributes
  static let objectClass: UInt = 0x0
  static let isOnToken: UInt = 0x1
  static let isPrivate: UInt = 0x2
  static let label: UInt = 0x3
  static let value: UInt = 0x11
  static let keyType: UInt = 0x100
  static let isSensitive: UInt = 0x103
  static let mayEncrypt: UInt = 0x104
  static let mayDecrypt: UInt = 0x105
  static let maySign: UInt = 0x108
  static let mayVerify: UInt = 0x10A
  static let modulus: UInt = 0x120
  static let modulusBits: UInt = 0x121
  static let publicExponent: UInt = 0x122
  static let valueLength: UInt = 0x161
  static let isExtractable: UInt = 0x162
}

extension CryptokiTemplate {
  /// Of a key that stays on the token, signs, and is never given out.
  static func kept(_ objectClass: UInt, _ type: UInt, label: String) -> CryptokiTemplate {
    var template = CryptokiTemplate()
    template.add(CryptokiNumber.objectClass, objectClass)
    template.add(CryptokiNumber.keyType, type)
    template.add(CryptokiNumber.isOnToken, true)
    template.add(CryptokiNumber.isPrivate, true)
    template.add(CryptokiNumber.label, Array(label.utf8))
    template.add(CryptokiNumber.isSensitive, true)
    template.add(CryptokiNumber.isExtractable, false)
    template.add(CryptokiNumber.mayDecrypt, false)
    template.add(CryptokiNumber.maySign, true)
    return template
  }
}
