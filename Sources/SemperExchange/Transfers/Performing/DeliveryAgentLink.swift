public import SemperCryptography
public import SemperModel

/// The way to a delivery agent. Every call bears repetition and throws when the outcome is not known.
public protocol DeliveryAgentLink: Sendable {
  var agent: PublicKey { get }
  /// Where the agent is told that a recipient is reached; `nil` where it knows that by itself.
  func destination(of recipient: Thumbprint) -> String?
  /// Gives the agent a letter with the sender's commission; returns its token of submission (NRS).
  func submit(_ letter: TransferLetter, on commission: SignedStatement) async throws -> SignedStatement
  /// How far the agent has come with it.
  func progress(of transfer: Digest, to recipient: Thumbprint) async throws -> DeliveryProgress
}
