public import SemperModel

/// To whom a credential is shown, in answer to what, and how much of it.
public struct CredentialShowing: Hashable, Sendable {
  public let audience: String
  /// What the audience has drawn, or both compute from what they do together, so that no showing serves twice.
  public let nonce: String
  /// The places of the claims to be shown; what stands above a place is shown with it.
  public let revealing: [String]
  public let issued: Timestamp

  public init(to audience: String, nonce: String, revealing: [String] = [], issued: Timestamp) {
    self.audience = audience
    self.nonce = nonce
    self.revealing = revealing
    self.issued = issued
  }
}
