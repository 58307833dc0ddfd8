public import SemperCryptography
public import SemperModel

/// The way to a delivery agent. Every call bears repetition and throws when the outcome is not known.
public protocol DeliveryAgentLink: Sendable {
  var agent: PublicKey { get }
  /// Gives the agent a letter; returns its token of submission (NRS).
  func submit(_ letter: TransferLetter, for recipient: Thumbprint) async throws -> SignedStatement
  /// How far the agent has come with it.
  func progress(of transfer: Digest, to recipient: Thumbprint) async throws -> DeliveryProgress
}
