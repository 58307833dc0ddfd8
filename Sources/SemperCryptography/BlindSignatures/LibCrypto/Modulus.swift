import CLibCrypto

/// Arithmetic modulo one odd RSA modulus, with the Montgomery form computed once.
///
/// Both pointers are written in `init` only and read by every thread after that, which libcrypto allows for a `BIGNUM` and
/// a `BN_MONT_CTX`; hence unchecked (docs/decisions/0020-libcrypto-owners.md).
final class Modulus: @unchecked Sendable {
  let number: BigNumber
  private let montgomery: OpaquePointer

  init(_ bytes: [UInt8]) throws(CryptographyError) {
    number = try BigNumber(bytes)
    guard number.isOdd else { throw CryptographyError(.invalidKey, "an RSA modulus is odd") }
    guard let form = BN_MONT_CTX_new() else { throw LibCrypto.exhausted }
    montgomery = form
    let number = number
    try LibCrypto.withScratch { scratch throws(CryptographyError) in
      try LibCrypto.check(BN_MONT_CTX_set(form, number.pointer, scratch), "preparing the modulus")
    }
  }

  deinit { BN_MONT_CTX_free(montgomery) }

  /// `base ^ 65537`. The exponent is public; the base may be secret.
  func raisedToPublicExponent(_ base: BigNumber) throws(CryptographyError) -> BigNumber {
    let result = try BigNumber()
    let exponent = try BigNumber(BlindingKey.exponent)
    try LibCrypto.withScratch { scratch throws(CryptographyError) in
      try LibCrypto.check(
        BN_mod_exp_mont(
          result.pointer, base.pointer, exponent.pointer, number.pointer, scratch, montgomery),
        "an exponentiation")
    }
    return result
  }

  func product(_ left: BigNumber, _ right: BigNumber) throws(CryptographyError) -> BigNumber {
    let result = try BigNumber()
    try LibCrypto.withScratch { scratch throws(CryptographyError) in
      // Of Montgomery's product only one factor is brought into his form, so that the result leaves it again.
      let formed = try BigNumber()
      try LibCrypto.check(BN_to_montgomery(formed.pointer, left.pointer, montgomery, scratch), "a multiplication")
      try LibCrypto.check(
        BN_mod_mul_montgomery(result.pointer, formed.pointer, right.pointer, montgomery, scratch), "a multiplication")
    }
    return result
  }

  func remainder(of bytes: [UInt8]) throws(CryptographyError) -> BigNumber {
    let wide = try BigNumber(bytes)
    let result = try BigNumber()
    try LibCrypto.withScratch { scratch throws(CryptographyError) in
      BN_set_flags(wide.pointer, BN_FLG_CONSTTIME)
      try LibCrypto.check(BN_div(nil, result.pointer, wide.pointer, number.pointer, scratch), "a reduction")
    }
    return result
  }

  /// The inverse, or `nil` when there is none.
  ///
  /// The inversion sees only the product with a fresh random number, so its duration says nothing about the secret.
  func inverse(of secret: BigNumber) throws(CryptographyError) -> BigNumber? {
    let mask = try BigNumber()
    repeat {
      try LibCrypto.check(BN_priv_rand_range(mask.pointer, number.pointer), "drawing a random number")
    } while mask.isZero
    let masked = try product(mask, secret)
    let inverted: BigNumber? = try LibCrypto.withScratch { scratch throws(CryptographyError) in
      guard let made = BN_mod_inverse(nil, masked.pointer, number.pointer, scratch) else {
        ERR_clear_error()
        return nil
      }
      return BigNumber(owning: made)
    }
    guard let inverted else { return nil }
    return try product(inverted, mask)
  }
}
