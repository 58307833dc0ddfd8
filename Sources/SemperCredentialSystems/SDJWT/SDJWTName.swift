/// The words of SD-JWT (RFC 9901) and of SD-JWT VC, which was a draft when this was written (draft-ietf-oauth-sd-jwt-vc-24): if they
/// change, they change here.
enum SDJWTName {
  // Types of tokens
  static let credential = "dc+sd-jwt"
  static let keyBinding = "kb+jwt"
  // Members of the issuer's token
  static let digests = "_sd"
  static let algorithm = "_sd_alg"
  static let element = "..."
  static let sha256 = "sha-256"
  static let issuer = "iss"
  static let type = "vct"
  static let confirmation = "cnf"
  static let key = "jwk"
  static let issued = "iat"
  static let expires = "exp"
  static let notBefore = "nbf"
  static let status = "status"
  // Of the key binding
  static let audience = "aud"
  static let nonce = "nonce"
  static let digest = "sd_hash"

  /// What an issuer never leaves to the holder to show or to keep back.
  static let alwaysShown = [issuer, type, confirmation, issued, expires, notBefore, status]
  /// How a key is named by its thumbprint (RFC 9278).
  static let thumbprint = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:"
}
