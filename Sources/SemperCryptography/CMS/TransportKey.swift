import CryptoExtras
import Foundation

/// The private half of a `TransportPublicKey`. It has no textual description.
public struct TransportKey: Sendable, Discreet {
  /// The DER of PKCS #1, for wrapping by the archive and for nothing else.
  public let derRepresentation: [UInt8]
  public let publicKey: TransportPublicKey

  /// A fresh key; takes a fraction of a second.
  public init(bits: Int = 3072) throws(CryptographyError) {
    precondition((2048...4096).contains(bits) && bits % 256 == 0)
    do {
      try self.init(_RSA.Encryption.PrivateKey(keySize: .init(bitCount: bits)))
    } catch {
      throw CryptographyError(.failed, "the RSA key could not be made: \(error)")
    }
  }

  /// From the DER of PKCS #1.
  public init(derRepresentation der: [UInt8]) throws(CryptographyError) {
    do {
      try self.init(_RSA.Encryption.PrivateKey(derRepresentation: der))
    } catch {
      throw CryptographyError(.invalidKey, "these bytes are not an RSA private key")
    }
  }

  private init(_ key: _RSA.Encryption.PrivateKey) throws(CryptographyError) {
    derRepresentation = Array(key.derRepresentation)
    publicKey = try TransportPublicKey(der: Array(key.publicKey.derRepresentation))
  }

  /// Throws `authenticationFailed` for everything that was not encrypted to this key.
  public func decrypt(_ sealed: [UInt8]) throws(CryptographyError) -> [UInt8] {
    try CryptographyClock.timing { () throws(CryptographyError) in try decrypted(sealed) }
  }

  private func decrypted(_ sealed: [UInt8]) throws(CryptographyError) -> [UInt8] {
    do {
      let key = try _RSA.Encryption.PrivateKey(derRepresentation: derRepresentation)
      return Array(try key.decrypt(sealed, padding: .PKCS1_OAEP_SHA256))
    } catch {
      throw CryptographyError(.authenticationFailed, "the secret does not open with this key")
    }
  }
}
