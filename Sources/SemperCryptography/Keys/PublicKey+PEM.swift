import Crypto
public import SemperModel

// Keys in the textual form in which other programs keep them (RFC 7468).
extension PublicKey {
  /// A P-256 key from SubjectPublicKeyInfo in PEM, such as `openssl ec -pubout` writes. Throws `invalidKey` for anything else.
  public init(pem: String) throws(CryptographyError) {
    do {
      self.init(try P256.Signing.PublicKey(pemRepresentation: pem))
    } catch {
      throw CryptographyError(.invalidKey, "this is no P-256 public key in PEM")
    }
  }

  /// SubjectPublicKeyInfo in PEM. Throws `invalidKey` for a key that is not P-256.
  public var pem: String {
    get throws(CryptographyError) {
      guard case .p256(let x, let y) = self, let key = try? P256.Signing.PublicKey(rawRepresentation: x + y) else {
        throw CryptographyError(.invalidKey, "only P-256 keys have this form")
      }
      return key.pemRepresentation
    }
  }
}

extension SigningKey {
  /// The private key as PKCS #8 in PEM, for an owner who keeps it with other programs. Throws `invalidKey` for a key that is
  /// not P-256.
  public var pem: String {
    get throws(CryptographyError) {
      guard algorithm == .es256, let key = try? P256.Signing.PrivateKey(rawRepresentation: rawRepresentation) else {
        throw CryptographyError(.invalidKey, "only P-256 keys have this form")
      }
      return key.pemRepresentation
    }
  }
}
