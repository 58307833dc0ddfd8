import Crypto
import Foundation
public import SemperModel

/// The private half of a `SealingPublicKey`.
public struct SealingKey: Sendable, Discreet {
  private static let encapsulatedSize = SealingPublicKey.size
  let agreement: Curve25519.KeyAgreement.PrivateKey
  public let publicKey: SealingPublicKey

  public init() { self.init(Curve25519.KeyAgreement.PrivateKey()) }

  public init(rawRepresentation bytes: [UInt8]) throws(CryptographyError) {
    do {
      self.init(try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes))
    } catch {
      throw CryptographyError(.invalidKey, "these bytes are not an X25519 private key")
    }
  }

  private init(_ key: Curve25519.KeyAgreement.PrivateKey) {
    agreement = key
    do {
      publicKey = try SealingPublicKey(bytes: Array(key.publicKey.rawRepresentation))
    } catch {
      preconditionFailure("an X25519 key has 32 bytes")
    }
  }

  /// The private bytes, for wrapping by the archive and for nothing else.
  public var rawRepresentation: [UInt8] { Array(agreement.rawRepresentation) }

  /// Throws `authenticationFailed` when anything differs from what was sealed.
  public func open(
    _ sealed: [UInt8], for purpose: DigestPurpose, context: [UInt8], authenticating: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    do {
      guard sealed.count > Self.encapsulatedSize else {
        throw CryptographyError(.authenticationFailed, "too short")
      }
      var recipient = try HPKE.Recipient(
        privateKey: agreement, ciphersuite: .Curve25519_SHA256_ChachaPoly, info: Data(purpose.tag + context),
        encapsulatedKey: Data(sealed.prefix(Self.encapsulatedSize)))
      return Array(
        try recipient.open(Data(sealed.dropFirst(Self.encapsulatedSize)), authenticating: authenticating))
    } catch {
      throw CryptographyError(.authenticationFailed, "the sealed value does not open with this key and context")
    }
  }
}
