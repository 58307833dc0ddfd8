extension Token {
  private static let blindLabel = "semper mint"

  /// Makes a blind signer's key on the token, which never gives its private half out.
  public func makeBlindKey(bits: Int) throws -> TokenBlindKey {
    var open = CryptokiTemplate()
    open.add(CryptokiNumber.isOnToken, true)
    open.add(CryptokiNumber.label, Array(Self.blindLabel.utf8))
    open.add(CryptokiNumber.modulusBits, UInt(bits))
    open.add(CryptokiNumber.publicExponent, BlindingKey.exponent)
    open.add(CryptokiNumber.mayVerify, true)
    let secret = CryptokiTemplate.kept(CryptokiNumber.privateKey, CryptokiNumber.rsa, label: Self.blindLabel)
    let pair = try generate(by: CryptokiNumber.rsaKeyPair, public: open, private: secret)
    let modulus = try attribute(CryptokiNumber.modulus, of: pair.public)
    let key = try BlindingKey(modulus: Array(modulus.drop { $0 == 0 }), exponent: BlindingKey.exponent)
    guard key.bits == bits else { throw TokenFailure(.failed, "the token made a key of \(key.bits) bits for \(bits)") }
    return TokenBlindKey(self, pair.private, key)
  }

  /// The private half of a key, if it is on this token.
  public func blindKey(_ key: BlindingKey) throws(TokenFailure) -> TokenBlindKey? {
    var template = CryptokiTemplate()
    template.add(CryptokiNumber.objectClass, CryptokiNumber.privateKey)
    template.add(CryptokiNumber.modulus, key.modulus)
    return try find(template).map { TokenBlindKey(self, $0, key) }
  }
}
