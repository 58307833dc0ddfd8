public import SemperCryptography
public import SemperModel

/// What a sender can prove itself with, and what it does not want to be known by.
public struct ContainerSender: Sendable {
  /// Signs, where a node demands non-repudiation of origin.
  public let signingKey: SigningKey?
  /// Of the signing key, DER, leaf first. Shown only where a node demands a certified sender.
  public let certificates: [[UInt8]]
  /// Tags, where authenticity is enough.
  public let sealingKey: SealingKey?
  /// Keys by which the sender is known. No anonymous container is proven by one of them or holds an item that names one.
  public let knownKeys: Set<Thumbprint>
  public let knownSealingKeys: Set<SealingPublicKey>

  public init(
    signingKey: SigningKey? = nil, certificates: [[UInt8]] = [], sealingKey: SealingKey? = nil,
    knownKeys: Set<Thumbprint> = [], knownSealingKeys: Set<SealingPublicKey> = []
  ) {
    self.signingKey = signingKey
    self.certificates = certificates
    self.sealingKey = sealingKey
    self.knownKeys = knownKeys
    self.knownSealingKeys = knownSealingKeys
  }
}
