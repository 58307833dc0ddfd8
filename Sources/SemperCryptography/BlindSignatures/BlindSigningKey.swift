import CLibCrypto
import CryptoExtras

/// The private key of a blind signer, parsed once and safe to use from many threads.
///
/// A signature takes about 0.3 ms at 2048 bits and 2 ms at 3072, so it does not belong on a thread that serves others.
public struct BlindSigningKey: BlindKey, Discreet {
  private let handle: PrivateKeyHandle
  public let publicKey: BlindingKey

  /// A fresh key; takes from 50 milliseconds to seconds.
  ///
  /// BoringSSL makes it, which takes a third of the time of libcrypto's way of finding primes here; libcrypto checks the parts and signs.
  public init(bits: Int) throws(CryptographyError) {
    precondition(BlindingKey.sizes.contains(bits) && bits % 256 == 0, "a blind signer's key has 2048 to 4096 bits")
    let made: [UInt8]
    do {
      made = Array(try _RSA.Signing.PrivateKey(keySize: .init(bitCount: bits)).derRepresentation)
    } catch {
      throw CryptographyError(.failed, "the RSA key could not be made: \(error)")
    }
    try self.init(PrivateKeyHandle(der: made))
  }

  /// From the DER of PKCS #1; refuses what is no key of the one form that `BlindingKey` accepts.
  public init(derRepresentation der: [UInt8]) throws(CryptographyError) {
    try self.init(PrivateKeyHandle(der: der))
  }

  private init(_ handle: PrivateKeyHandle) throws(CryptographyError) {
    self.handle = handle
    let modulus = try handle.parameter(OSSL_PKEY_PARAM_RSA_N)
    let exponent = try handle.parameter(OSSL_PKEY_PARAM_RSA_E)
    publicKey = try BlindingKey(
      modulus: modulus.bytes(count: (modulus.bits + 7) / 8),
      exponent: exponent.bytes(count: (exponent.bits + 7) / 8))
  }

  /// The DER of PKCS #1, for wrapping by the archive and for nothing else.
  public func derRepresentation() throws(CryptographyError) -> [UInt8] { try handle.der() }

  /// Whether these bytes can be signed at all: as long as the modulus and below it.
  public static func accepts(_ blinded: [UInt8], for key: BlindingKey) -> Bool {
    blinded.count == key.size && blinded.lexicographicallyPrecedes(key.modulus) && blinded.contains { $0 != 0 }
  }

  /// Signs a blinded message (RFC 9474, section 4.3). The same message gives the same bytes for ever.
  ///
  /// The result is checked with the public key before it is returned, so that a fault in the arithmetic cannot betray
  /// the factors.
  public func sign(_ blinded: [UInt8]) throws(CryptographyError) -> [UInt8] {
    try CryptographyClock.timing { () throws(CryptographyError) in try signed(blinded) }
  }

  private func signed(_ blinded: [UInt8]) throws(CryptographyError) -> [UInt8] {
    guard Self.accepts(blinded, for: publicKey) else {
      throw CryptographyError(.failed, "a blinded message is as long as the modulus and below it")
    }
    let signature = try handle.power(of: blinded)
    guard try publicKey.opened(signature) == blinded else {
      throw CryptographyError(.failed, "the signature does not verify; the key or the machine is damaged")
    }
    return signature
  }
}
