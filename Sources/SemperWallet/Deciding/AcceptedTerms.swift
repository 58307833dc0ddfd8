public import SemperModel

/// Terms that the owner of a wallet has read, and takes part under though nobody whom it trusts has evaluated them.
public struct AcceptedTerms: Hashable, Sendable {
  public let digest: Digest
  /// The most that may be at risk in any state of the deal; by default what the wallet's policy says.
  public let risk: Money?

  public init(_ digest: Digest, risk: Money? = nil) {
    self.digest = digest
    self.risk = risk
  }
}
