extension Token {
  /// The handle of a secret key that is on the token and may sign; `nil` when there is none of this label.
  package func tagKey(_ label: String) throws(TokenFailure) -> UInt? {
    var template = CryptokiTemplate()
    template.add(CryptokiNumber.objectClass, CryptokiNumber.secretKey)
    template.add(CryptokiNumber.label, Array(label.utf8))
    template.add(CryptokiNumber.maySign, true)
    return try find(template)
  }

  /// Makes a key on the token, which never gives it out; gives its handle.
  package func makeTagKey(_ label: String) throws(TokenFailure) -> UInt {
    var template = CryptokiTemplate.kept(CryptokiNumber.secretKey, CryptokiNumber.aes, label: label)
    template.add(CryptokiNumber.mayEncrypt, false)
    template.add(CryptokiNumber.valueLength, UInt(CMACKey.size))
    return try generate(by: CryptokiNumber.aesKey, secret: template)
  }

  /// Puts a key onto the token, which never gives it out again; gives its handle.
  package func storeTagKey(_ key: CMACKey, label: String) throws(TokenFailure) -> UInt {
    var template = CryptokiTemplate.kept(CryptokiNumber.secretKey, CryptokiNumber.aes, label: label)
    template.add(CryptokiNumber.mayEncrypt, false)
    template.add(CryptokiNumber.value, key.bytes)
    return try create(template)
  }

  /// AES-CMAC (RFC 4493), computed in the token.
  package func tag(over message: [UInt8], key: UInt) throws(TokenFailure) -> [UInt8] {
    try sign(message, by: CryptokiNumber.aesCMAC, with: key, size: CMACKey.size)
  }
}
