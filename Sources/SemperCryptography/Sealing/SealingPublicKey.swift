import Crypto
import Foundation
public import SemperCoding
public import SemperModel

/// Sealing to a recipient (HPKE, RFC 9180, base mode): X25519, HKDF-SHA-256, ChaCha20-Poly1305.
///
/// The purpose and the context are bound into `info`, the associated data separately, so that a sealed value moved into
/// another exchange, role or arbiter does not open.
public struct SealingPublicKey: Hashable, Sendable, CanonicalValue {
  static let size = 32
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) throws(CodingError) {
    guard bytes.count == Self.size else { throw CodingError(.wrongForm, "an X25519 key has 32 bytes") }
    self.bytes = bytes
  }

  public var json: JSON { ByteString(bytes).json }
  public init(json: JSON) throws(CodingError) { try self.init(bytes: ByteString(json: json).bytes) }

  /// Encapsulated key ‖ ciphertext.
  public func seal(
    _ plaintext: [UInt8], for purpose: DigestPurpose, context: [UInt8], authenticating: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    do {
      var sender = try HPKE.Sender(
        recipientKey: Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes),
        ciphersuite: .Curve25519_SHA256_ChachaPoly, info: Data(purpose.tag + context))
      let ciphertext = try sender.seal(plaintext, authenticating: authenticating)
      return Array(sender.encapsulatedKey) + Array(ciphertext)
    } catch {
      throw CryptographyError(.invalidKey, "sealing to this key failed: \(error)")
    }
  }
}
