import CLibCrypto

/// An RSA private key of libcrypto's, parsed once.
///
/// The pointer is written in `init` only. libcrypto lets threads share an `EVP_PKEY` that nobody changes: its reference
/// count is atomic and its own blinding against timing is locked; hence unchecked
/// (docs/decisions/0020-libcrypto-owners.md).
final class PrivateKeyHandle: @unchecked Sendable {
  private let key: OpaquePointer

  deinit { EVP_PKEY_free(key) }

  /// From the DER of PKCS #1 (RFC 8017, appendix A.1.2), with all checks that libcrypto knows for a private key.
  init(der: [UInt8]) throws(CryptographyError) {
    let parsed: OpaquePointer? = der.withUnsafeBufferPointer { buffer in
      var cursor = buffer.baseAddress
      guard let parsed = d2i_PrivateKey(EVP_PKEY_RSA, nil, &cursor, buffer.count) else { return nil }
      guard cursor == buffer.baseAddress.map({ $0 + buffer.count }) else {
        EVP_PKEY_free(parsed)
        return nil
      }
      return parsed
    }
    guard let parsed else {
      ERR_clear_error()
      throw CryptographyError(.invalidKey, "these bytes are not an RSA private key in PKCS #1 form")
    }
    key = parsed
    guard let context = EVP_PKEY_CTX_new(parsed, nil) else { throw LibCrypto.exhausted }
    defer { EVP_PKEY_CTX_free(context) }
    guard EVP_PKEY_check(context) == 1 else {
      ERR_clear_error()
      throw CryptographyError(.invalidKey, "the parts of the RSA private key do not fit together")
    }
  }

  func der() throws(CryptographyError) -> [UInt8] {
    let length = i2d_PrivateKey(key, nil)
    guard length > 0 else { throw CryptographyError(.failed, "the private key could not be written") }
    var out = [UInt8](repeating: 0, count: Int(length))
    let written = out.withUnsafeMutableBufferPointer { buffer in
      var cursor = buffer.baseAddress
      return i2d_PrivateKey(key, &cursor)
    }
    guard written == length else { throw CryptographyError(.failed, "the private key could not be written") }
    return out
  }

  /// One of the numbers of the key, such as `n` or `e`.
  func parameter(_ name: String) throws(CryptographyError) -> BigNumber {
    var number: OpaquePointer?
    try LibCrypto.check(EVP_PKEY_get_bn_param(key, name, &number), "reading the key")
    guard let number else { throw LibCrypto.exhausted }
    return BigNumber(owning: number)
  }

  /// `value ^ d mod n` on libcrypto's constant-time path with its base blinding.
  func power(of value: [UInt8]) throws(CryptographyError) -> [UInt8] {
    guard let context = EVP_PKEY_CTX_new(key, nil) else { throw LibCrypto.exhausted }
    defer { EVP_PKEY_CTX_free(context) }
    try LibCrypto.check(EVP_PKEY_sign_init(context), "signing")
    try LibCrypto.check(EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING), "signing")
    var out = [UInt8](repeating: 0, count: value.count)
    var length = out.count
    try LibCrypto.check(EVP_PKEY_sign(context, &out, &length, value, value.count), "signing")
    guard length == value.count else { throw CryptographyError(.failed, "a blind signature has a wrong length") }
    return out
  }
}
