import SemperCoding
public import SemperCryptography
public import SemperModel

/// E_X: a party's opening secret sealed to the arbiter. Names role, key and commitment, and authenticates h_T, so that a
/// sealed value moved into another exchange or given to another arbiter does not open.
public enum Escrow {
  public static func seal(
    _ secret: OpeningSecret, role: ExchangeRole, terms: ExchangeTerms
  ) throws(CryptographyError) -> ByteString {
    ByteString(
      try terms.header.arbiter.sealingKey.seal(
        secret.bytes, for: .escrow, context: context(role, terms), authenticating: terms.id.bytes))
  }

  /// The secret, if the sealed value opens and what it holds opens the party's commitment; otherwise `nil`, and the
  /// party has sealed garbage.
  public static func open(
    _ escrow: ByteString, role: ExchangeRole, terms: ExchangeTerms, with key: SealingKey
  ) -> OpeningSecret? {
    guard
      let bytes = try? key.open(
        escrow.bytes, for: .escrow, context: context(role, terms), authenticating: terms.id.bytes),
      let secret = try? OpeningSecret(bytes: bytes),
      terms.header.party(role).isOpened(by: secret, as: role)
    else { return nil }
    return secret
  }

  private static func context(_ role: ExchangeRole, _ terms: ExchangeTerms) -> [UInt8] {
    let party = terms.header.party(role)
    let context: JSON = .fields([
      "commitment": party.commitment.json, "exchange": terms.id.json,
      "key": party.key.thumbprint.json, "role": role.json,
    ])
    return context.canonicalBytes
  }
}
