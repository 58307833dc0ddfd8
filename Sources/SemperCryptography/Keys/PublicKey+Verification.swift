import Crypto
import SemperCoding
public import SemperModel

extension PublicKey {
  /// RFC 7638: SHA-256 of the canonical JSON of exactly the required members.
  public var thumbprint: Thumbprint {
    do {
      return try Thumbprint(bytes: SemperModel.Digest(plain: canonicalBytes).bytes)
    } catch {
      preconditionFailure("SHA-256 gives 32 bytes")
    }
  }

  /// The only algorithm that a key of this type signs with.
  public var algorithm: SigningKey.Algorithm {
    switch self {
    case .p256: .es256
    case .ed25519: .ed25519
    }
  }

  /// Whether the signature over the message is this key's. A key that is no point of its curve verifies nothing.
  func isValid(signature: [UInt8], over message: [UInt8]) -> Bool {
    CryptographyClock.timing { verifies(signature, over: message) }
  }

  private func verifies(_ signature: [UInt8], over message: [UInt8]) -> Bool {
    switch self {
    case .p256(let x, let y):
      guard let key = try? P256.Signing.PublicKey(rawRepresentation: x + y), signature.count == 64,
        let parsed = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
      else { return false }
      return key.isValidSignature(parsed, for: message)
    case .ed25519(let x):
      guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: x) else { return false }
      return key.isValidSignature(signature, for: message)
    }
  }
}
