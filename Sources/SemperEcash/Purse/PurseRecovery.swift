public import SemperCryptography
public import SemperModel

/// What became of an order that a crash had left open.
public struct PurseRecovery: Sendable {
  public enum End: Sendable {
    /// The mint's receipt or outcome.
    case finished(SignedStatement)
    /// The mint refused for good; the coins are free again.
    case refused(Refusal)
    /// The mint could not be asked; the order stays open.
    case unknown(String)
  }

  public let operation: ID<Operation>
  /// `withdraw`, `deposit`, `swap`, `lock` or `refund`.
  public let purpose: String
  public let end: End
}
