public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What an issuer is about to say of a holder.
public struct CredentialDraft: Equatable, Sendable, Discreet {
  /// A name that is the same wherever credentials of this type are known.
  public let type: String
  /// Whoever can sign with this key is the holder.
  public let holder: PublicKey
  /// Each claim can be shown or kept back on its own, also within objects and arrays.
  public let claims: JSONObject
  public let issued: Timestamp
  public let expires: Timestamp
  /// From which the salts derive; never shown to anybody.
  public let secret: [UInt8]

  public init(
    type: String, holder: PublicKey, claims: JSONObject, issued: Timestamp, expires: Timestamp, secret: [UInt8]
  ) {
    self.type = type
    self.holder = holder
    self.claims = claims
    self.issued = issued
    self.expires = expires
    self.secret = secret
  }
}
