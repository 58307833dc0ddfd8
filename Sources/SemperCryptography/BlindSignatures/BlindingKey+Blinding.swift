import SemperModel

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
    try CryptographyClock.timing { () throws(CryptographyError) in
      try blinded(message, salt: salt, factor: factor, inverse: inverse)
    }
  }

  private func blinded(
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
