public import SemperCoding
public import SemperModel

/// The public key of a blind signer: RSABSSA-SHA384-PSSZERO-Deterministic of RFC 9474, so that one message has exactly one
/// signature and a seed gives all blinding factors again.
///
/// Checked when made: 2048 to 4096 bits, odd, no factor below 2^16, exponent 65537. A signer cannot weaken its users
/// with another form of key. Parsing is dear, so keep the value.
public struct BlindingKey: Sendable {
  static let exponent: [UInt8] = [1, 0, 1]
  static let sizes = 2048...4096

  /// Big-endian, without leading zeros.
  public let modulus: [UInt8]
  public let bits: Int
  /// SHA-256 of the DER `SubjectPublicKeyInfo`.
  public let id: Digest
  let arithmetic: Modulus

  /// Refuses everything but keys of the one form above.
  public init(modulus: [UInt8], exponent: [UInt8]) throws(CryptographyError) {
    guard exponent == Self.exponent else {
      throw CryptographyError(.invalidKey, "the public exponent of a blind signer is 65537")
    }
    guard modulus.first != 0, Self.sizes.contains(modulus.count * 8) else {
      throw CryptographyError(.invalidKey, "the modulus of a blind signer has 2048 to 4096 bits")
    }
    let arithmetic = try Modulus(modulus)
    guard Self.sizes.contains(arithmetic.number.bits) else {
      throw CryptographyError(.invalidKey, "the modulus of a blind signer has 2048 to 4096 bits")
    }
    guard !SmallPrimes.divideAny(modulus) else {
      throw CryptographyError(.invalidKey, "the modulus of a blind signer has no small factor")
    }
    self.modulus = modulus
    self.arithmetic = arithmetic
    bits = arithmetic.number.bits
    id = Digest(plain: RSAPublicKeyForm.subjectPublicKeyInfo(modulus: modulus, exponent: exponent))
  }

  /// How many bytes a blinded message and a signature have.
  public var size: Int { modulus.count }

  /// The DER `SubjectPublicKeyInfo` (RFC 5280), for other programs.
  public var subjectPublicKeyInfo: [UInt8] {
    RSAPublicKeyForm.subjectPublicKeyInfo(modulus: modulus, exponent: Self.exponent)
  }

  /// Whether this key's holder signed the message, blindly or not (RSASSA-PSS with an empty salt).
  public func isValid(signature: [UInt8], over message: [UInt8]) throws(CryptographyError) -> Bool {
    try isValid(signature: signature, over: message, salt: [])
  }

  /// The blinded message that a signature is of.
  func opened(_ signature: [UInt8]) throws(CryptographyError) -> [UInt8] {
    try arithmetic.raisedToPublicExponent(BigNumber(signature)).bytes(count: size)
  }

  /// For the variants of RFC 9474 with a salt, of which the published vectors tell the value.
  package func isValid(
    signature: [UInt8], over message: [UInt8], salt: [UInt8]
  ) throws(CryptographyError) -> Bool {
    try CryptographyClock.timing { () throws(CryptographyError) in try verifies(signature, over: message, salt) }
  }

  private func verifies(
    _ signature: [UInt8], over message: [UInt8], _ salt: [UInt8]
  ) throws(CryptographyError) -> Bool {
    guard signature.count == size else { return false }
    let value = try BigNumber(signature)
    guard value < arithmetic.number else { return false }
    let opened = try arithmetic.raisedToPublicExponent(value)
    return try opened.bytes(count: size) == PSSEncoding.encode(message, salt: salt, modulusBits: bits)
  }
}

extension BlindingKey: Hashable {
  public static func == (left: Self, right: Self) -> Bool { left.id == right.id }
  public func hash(into hasher: inout Swift.Hasher) { hasher.combine(id) }
}

extension BlindingKey: CanonicalValue {
  /// A JWK with the members of RFC 7638 for RSA.
  public var json: JSON {
    .fields([
      "e": Base64URL.encode(Self.exponent).json, "kty": "RSA".json, "n": Base64URL.encode(modulus).json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let type: String = try fields.value("kty")
    let modulus: ByteString = try fields.value("n")
    let exponent: ByteString = try fields.value("e")
    try fields.close()
    guard type == "RSA" else { throw CodingError(.outOfRange, "a blind signer's key is an RSA key") }
    do {
      try self.init(modulus: modulus.bytes, exponent: exponent.bytes)
    } catch {
      throw CodingError(.outOfRange, error.message)
    }
  }
}
