/// A blind signer's key whose private half lives in a token.
public struct TokenBlindKey: BlindKey {
  private let token: Token
  private let handle: UInt
  public let publicKey: BlindingKey

  init(_ token: Token, _ handle: UInt, _ publicKey: BlindingKey) {
    self.token = token
    self.handle = handle
    self.publicKey = publicKey
  }

  /// The token computes the bare RSA operation (CKM_RSA_X_509). What it gives is checked with the public key, as one in memory
  /// does: a token that errs is no better than a thief.
  public func sign(_ blinded: [UInt8]) throws -> [UInt8] {
    guard BlindSigningKey.accepts(blinded, for: publicKey) else {
      throw CryptographyError(.failed, "a blinded message is as long as the modulus and below it")
    }
    let signature = try token.sign(blinded, by: CryptokiNumber.rsaRaw, with: handle, size: publicKey.size)
    guard try publicKey.opened(signature) == blinded else {
      throw TokenFailure(.failed, "what the token signed does not verify; look at the token")
    }
    return signature
  }
}
