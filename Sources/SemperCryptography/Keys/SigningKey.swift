import Crypto
import Foundation
public import SemperModel

/// A private signing key held in memory, with the algorithm it signs with.
///
/// Parsing a key is dear, so keep the value. It has no textual description and no JSON form.
public struct SigningKey: Sendable, Discreet {
  public enum Algorithm: String, Sendable, CaseIterable {
    case es256 = "ES256"
    case ed25519 = "Ed25519"
  }

  private enum Key: Sendable {
    case p256(P256.Signing.PrivateKey)
    case ed25519(Curve25519.Signing.PrivateKey)
  }

  private let key: Key
  public let publicKey: PublicKey
  public let thumbprint: Thumbprint

  /// A fresh key from the system's generator.
  public init(_ algorithm: Algorithm = .es256) {
    switch algorithm {
    case .es256: self.init(.p256(P256.Signing.PrivateKey()))
    case .ed25519: self.init(.ed25519(Curve25519.Signing.PrivateKey()))
    }
  }

  private init(_ key: Key) {
    self.key = key
    switch key {
    case .p256(let key):
      let raw = Array(key.publicKey.rawRepresentation)
      publicKey = .p256(x: Array(raw[..<32]), y: Array(raw[32...]))
    case .ed25519(let key): publicKey = .ed25519(x: Array(key.publicKey.rawRepresentation))
    }
    thumbprint = publicKey.thumbprint
  }

  /// From the raw private bytes; throws `CryptographyError` when they are no key of this algorithm.
  public init(_ algorithm: Algorithm, rawRepresentation bytes: [UInt8]) throws(CryptographyError) {
    do {
      switch algorithm {
      case .es256: self.init(.p256(try P256.Signing.PrivateKey(rawRepresentation: bytes)))
      case .ed25519: self.init(.ed25519(try Curve25519.Signing.PrivateKey(rawRepresentation: bytes)))
      }
    } catch {
      throw CryptographyError(.invalidKey, "these bytes are not an \(algorithm.rawValue) private key")
    }
  }

  public var algorithm: Algorithm {
    switch key {
    case .p256: .es256
    case .ed25519: .ed25519
    }
  }

  /// The private bytes, for wrapping by the archive and for nothing else.
  public var rawRepresentation: [UInt8] {
    switch key {
    case .p256(let key): Array(key.rawRepresentation)
    case .ed25519(let key): Array(key.rawRepresentation)
    }
  }

  func signature(over message: [UInt8]) throws(CryptographyError) -> [UInt8] {
    try CryptographyClock.timing { () throws(CryptographyError) in try made(over: message) }
  }

  private func made(over message: [UInt8]) throws(CryptographyError) -> [UInt8] {
    do {
      switch key {
      case .p256(let key): return Array(try key.signature(for: message).rawRepresentation)
      case .ed25519(let key): return Array(try key.signature(for: message))
      }
    } catch {
      throw CryptographyError(.failed, "the signature could not be made: \(error)")
    }
  }
}
