import Crypto
public import SemperModel

extension SigningKey {
  /// 32 bytes that only the holders of this key and of the other one can compute (ECDH on P-256, NIST SP 800-56A): the same from
  /// either side. They are no key yet; derive one from them.
  ///
  /// Throws `CryptographyError(.invalidKey)` for keys on another curve and for what is no point of it.
  public func agreed(with other: PublicKey) throws(CryptographyError) -> [UInt8] {
    guard algorithm == .es256, case .p256(let x, let y) = other else {
      throw CryptographyError(.invalidKey, "keys are agreed on P-256 only")
    }
    do {
      let own = try P256.KeyAgreement.PrivateKey(rawRepresentation: rawRepresentation)
      let secret = try own.sharedSecretFromKeyAgreement(with: P256.KeyAgreement.PublicKey(rawRepresentation: x + y))
      return secret.withUnsafeBytes { Array($0) }
    } catch {
      throw CryptographyError(.invalidKey, "this public key is no point of P-256")
    }
  }
}
