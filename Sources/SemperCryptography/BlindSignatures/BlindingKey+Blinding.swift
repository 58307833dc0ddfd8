public import SemperModel

extension BlindingKey {
  /// Blinds a message with the factor that a secret seed of at least 32 bytes gives for this key.
  ///
  /// The same seed and message give the same result for ever, so a crash between request and answer loses nothing. A seed
  /// must be used for one message only: two messages under one factor can be linked.
  public func blind(_ message: [UInt8], seed: [UInt8]) throws(CryptographyError) -> BlindedMessage {
    precondition(seed.count >= 32, "a blinding seed has at least 32 bytes")
    for attempt in UInt8.min ... .max {
      // 128 bits more than the modulus make the remainder uniform for all that anybody could measure.
      let wide = KeyDerivation.bytes(
        from: seed, for: .blinding, context: id.bytes + [attempt], length: size + 16)
      let factor = try arithmetic.remainder(of: wide)
      guard let inverse = try arithmetic.inverse(of: factor) else { continue }
      return try blind(message, salt: [], factor: factor, inverse: inverse)
    }
    throw CryptographyError(.invalidKey, "the signer's modulus leaves no invertible numbers")
  }

  /// With the inverse of the factor and the salt given, as the published vectors give them.
  package func blind(
    _ message: [UInt8], salt: [UInt8], inverse bytes: [UInt8]
  ) throws(CryptographyError) -> BlindedMessage {
    let inverse = try BigNumber(bytes)
    guard inverse < arithmetic.number, let factor = try arithmetic.inverse(of: inverse) else {
      throw CryptographyError(.failed, "this is not an invertible number below the modulus")
    }
    return try blind(message, salt: salt, factor: factor, inverse: inverse)
  }

  private func blind(
    _ message: [UInt8], salt: [UInt8], factor: BigNumber, inverse: BigNumber
  ) throws(CryptographyError) -> BlindedMessage {
    let encoded = try BigNumber(PSSEncoding.encode(message, salt: salt, modulusBits: bits))
    let blinded = try arithmetic.product(arithmetic.raisedToPublicExponent(factor), encoded)
    return BlindedMessage(
      bytes: try blinded.bytes(count: size),
      unblinder: Unblinder(
        key: self, message: message, salt: salt, inverse: try inverse.bytes(count: size)))
  }
}

/// A message made unreadable for its signer, and what makes the signer's answer a signature over it.
public struct BlindedMessage: Sendable {
  /// What the signer gets. Uniformly distributed, whatever the message.
  public let bytes: [UInt8]
  public let unblinder: Unblinder

  /// What the signer remembers that it signed.
  public static func digest(of blinded: [UInt8], under key: Digest) -> Digest {
    Digest(of: key.bytes + blinded, for: .blindedMessage)
  }
}

/// The secret that turns a blind signature into a signature.
public struct Unblinder: Sendable {
  let key: BlindingKey
  let message: [UInt8]
  let salt: [UInt8]
  let inverse: [UInt8]

  /// The signature over the message, verified; throws `authenticationFailed` when the signer answered with something else.
  public func unblind(_ blindSignature: [UInt8]) throws(CryptographyError) -> [UInt8] {
    let wrong = CryptographyError(.authenticationFailed, "this is not the signer's signature over the blinded message")
    guard blindSignature.count == key.size else { throw wrong }
    let value = try BigNumber(blindSignature)
    guard value < key.arithmetic.number else { throw wrong }
    let signature = try key.arithmetic.product(value, BigNumber(inverse)).bytes(count: key.size)
    guard try key.isValid(signature: signature, over: message, salt: salt) else { throw wrong }
    return signature
  }
}
