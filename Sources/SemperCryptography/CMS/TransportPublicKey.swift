import CryptoExtras
import Foundation

/// A public key that short secrets are encrypted to: RSA with OAEP and SHA-256 (RFC 8017, section 7.1), from 2048 bits.
public struct TransportPublicKey: Sendable, Hashable {
  /// The SubjectPublicKeyInfo (DER).
  public let der: [UInt8]

  public init(der: [UInt8]) throws(CryptographyError) {
    do {
      let key = try _RSA.Encryption.PublicKey(derRepresentation: der)
      guard (2048...4096).contains(key.keySizeInBits) else {
        throw CryptographyError(.invalidKey, "an RSA key here has from 2048 to 4096 bits")
      }
    } catch {
      throw CryptographyError(.invalidKey, "these bytes are not an RSA key of 2048 to 4096 bits")
    }
    self.der = der
  }

  /// Throws `failed` for a secret that does not fit: 190 bytes at 2048 bits, 318 at 3072.
  public func encrypt(_ secret: [UInt8]) throws(CryptographyError) -> [UInt8] {
    try CryptographyClock.timing { () throws(CryptographyError) in try encrypted(secret) }
  }

  private func encrypted(_ secret: [UInt8]) throws(CryptographyError) -> [UInt8] {
    do {
      let key = try _RSA.Encryption.PublicKey(derRepresentation: der)
      return Array(try key.encrypt(secret, padding: .PKCS1_OAEP_SHA256))
    } catch {
      throw CryptographyError(.failed, "\(secret.count) bytes cannot be encrypted to this RSA key")
    }
  }
}
