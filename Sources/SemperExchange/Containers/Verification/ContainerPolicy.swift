public import SemperCryptography
public import SemperModel

/// What a receiver demands of a container before it looks at the items. There is no verifier without one.
public struct ContainerPolicy: Sendable, Equatable {
  /// Who the sender must be.
  public enum Sender: Sendable, Equatable {
    /// Whoever it is; a proof that is there must still hold.
    case anybody
    /// The holder of this signing key, which may be a pseudonym.
    case signer(Thumbprint)
    /// The holder of this sealing key.
    case tagger(SealingPublicKey)
    /// Somebody whose signing key is certified as this demands.
    case certified(CertificatePolicy)
  }

  public var sender: Sender
  /// What the container as a whole must demand at least. Attributes travel with a container; without this, who removes
  /// one with what it protects would not be noticed.
  public var demands: SecurityAttributes
  /// What it must have been sent for.
  public var context: Digest
  /// `Container.digest`, where it is known from somewhere else, such as a contract.
  public var digest: Digest?

  public init(sender: Sender, demands: SecurityAttributes, context: Digest, digest: Digest? = nil) {
    self.sender = sender
    self.demands = demands
    self.context = context
    self.digest = digest
  }
}
