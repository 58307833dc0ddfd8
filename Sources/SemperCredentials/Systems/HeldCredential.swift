public import SemperCoding
public import SemperModel

/// A credential that was found to be genuine and in force.
public struct HeldCredential: Equatable, Sendable {
  /// The same for every showing of the credential.
  public let id: Digest
  public let type: String
  public let issuer: Thumbprint
  public let holder: PublicKey
  /// What is shown of it, in the issuer's words.
  public let claims: JSONObject
  /// The places of the claims that can be shown or kept back, such as `says/contract/event`.
  public let places: [String]
  public let issued: Timestamp
  /// `nil` for one that does not end.
  public let expires: Timestamp?

  public init(
    id: Digest, type: String, issuer: Thumbprint, holder: PublicKey, claims: JSONObject, places: [String],
    issued: Timestamp, expires: Timestamp?
  ) {
    self.id = id
    self.type = type
    self.issuer = issuer
    self.holder = holder
    self.claims = claims
    self.places = places
    self.issued = issued
    self.expires = expires
  }
}
