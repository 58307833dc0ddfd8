import Crypto
import CryptoExtras
import Foundation
public import SemperModel

/// Keys from other keys (HKDF-SHA-256, RFC 5869) and from passphrases (scrypt, RFC 7914).
public enum KeyDerivation {
  /// `length` bytes from a secret, bound to a registered purpose and to a context.
  public static func bytes(
    from secret: [UInt8], for purpose: DigestPurpose, context: [UInt8], length: Int = 32
  ) -> [UInt8] {
    let key = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: secret), info: purpose.tag + context, outputByteCount: length)
    return key.withUnsafeBytes { Array($0) }
  }

  /// A P-256 signing key from a secret: the first of the derived candidates that is a valid scalar.
  public static func signingKey(
    from secret: [UInt8], for purpose: DigestPurpose, context: [UInt8]
  ) -> SigningKey {
    for attempt in UInt8.min ... .max {
      let candidate = bytes(from: secret, for: purpose, context: context + [attempt])
      if let key = try? SigningKey(.es256, rawRepresentation: candidate) { return key }
    }
    preconditionFailure("256 candidates outside the group order have a chance below 2^-8000")
  }

  /// How much work a passphrase costs its guesser. Stored beside what it protects.
  public struct PassphraseCost: Sendable, Equatable {
    public var rounds: Int
    public var blockSize: Int
    public var parallelism: Int

    public init(rounds: Int = 1 << 16, blockSize: Int = 8, parallelism: Int = 1) {
      self.rounds = rounds
      self.blockSize = blockSize
      self.parallelism = parallelism
    }
  }

  /// 32 bytes from a passphrase and a salt of at least 16 bytes.
  public static func bytes(
    fromPassphrase passphrase: String, salt: [UInt8], cost: PassphraseCost
  ) throws(CryptographyError) -> [UInt8] {
    guard salt.count >= 16, (1 << 10...1 << 22).contains(cost.rounds), cost.rounds & (cost.rounds - 1) == 0,
      (1...32).contains(cost.blockSize), (1...16).contains(cost.parallelism)
    else { throw CryptographyError(.invalidKey, "the passphrase parameters are out of range") }
    do {
      let key = try KDF.Scrypt.deriveKey(
        from: Data(passphrase.precomposedStringWithCanonicalMapping.utf8), salt: salt, outputByteCount: 32,
        rounds: cost.rounds, blockSize: cost.blockSize, parallelism: cost.parallelism,
        maxMemory: 1 << 30)
      return key.withUnsafeBytes { Array($0) }
    } catch {
      throw CryptographyError(.failed, "the passphrase could not be processed: \(error)")
    }
  }
}
