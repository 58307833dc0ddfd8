import SemperCoding
public import SemperCryptography
public import SemperModel

/// The peer's opening as the arbiter gives it: sealed to the fresh key that the caller named.
public enum ArbiterReply {
  public static func seal(
    _ secret: OpeningSecret, exchange: Digest, to key: SealingPublicKey
  ) throws(CryptographyError) -> ByteString {
    ByteString(try key.seal(secret.bytes, for: .reply, context: exchange.bytes, authenticating: []))
  }

  static func open(_ sealed: ByteString, exchange: Digest, with key: SealingKey) -> OpeningSecret? {
    (try? key.open(sealed.bytes, for: .reply, context: exchange.bytes, authenticating: []))
      .flatMap { try? OpeningSecret(bytes: $0) }
  }
}
