import CLibCrypto

/// How calls into libcrypto end: a result of 1 is success, anything else throws.
enum LibCrypto {
  static var exhausted: CryptographyError { CryptographyError(.failed, "libcrypto could not allocate memory") }

  static func check(_ result: Int32, _ what: String) throws(CryptographyError) {
    guard result == 1 else {
      // The queue of errors is per thread and would otherwise grow.
      ERR_clear_error()
      throw CryptographyError(.failed, "\(what) failed in libcrypto")
    }
  }

  /// Scratch space for calculations, freed on every way out.
  static func withScratch<Result>(
    _ body: (OpaquePointer) throws(CryptographyError) -> Result
  ) throws(CryptographyError) -> Result {
    guard let scratch = BN_CTX_secure_new() ?? BN_CTX_new() else { throw exhausted }
    defer { BN_CTX_free(scratch) }
    return try body(scratch)
  }
}
