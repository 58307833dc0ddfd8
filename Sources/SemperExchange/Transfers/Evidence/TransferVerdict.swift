public import SemperModel

/// What a transfer's evidence proves, and what is wrong with it.
public struct TransferVerdict: Hashable, Sendable {
  public enum Conclusion: Hashable, Sendable {
    /// The sender cannot deny that the package is his (NRO).
    case originated(by: Thumbprint)
    /// The recipient cannot deny that it has the package (NRD).
    case received(by: Thumbprint)
    /// A trusted agent took the package for the recipient (NRS). It does not follow that the recipient has it.
    case submitted(for: Thumbprint, to: Thumbprint)
    /// A trusted agent handed the package to the recipient's side (NRT).
    case transported(to: Thumbprint, by: Thumbprint)
    /// The bytes shown are those that were transferred, and this is what they hold.
    case content(TransferPackage)
    /// The sender has signed two different manifests under one id.
    case contradicted(by: Thumbprint)
  }

  /// A statement that does not hold, and why.
  public struct Fault: Hashable, Sendable {
    public let statement: Digest
    public let refusal: Refusal
  }

  public let conclusions: [Conclusion]
  public let faults: [Fault]

  public func proves(_ conclusion: Conclusion) -> Bool { conclusions.contains(conclusion) }
}
