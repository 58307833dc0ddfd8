public import SemperModel

/// What the seals of one transaction agree on.
public struct TransactionTerms: Hashable, Sendable {
  public let kind: TransactionKind
  public let purse: CardNumber
  /// The purse's transaction counter NT.
  public let number: UInt16
  /// Minor units; of an incremental purchase the maximum.
  public let amount: UInt32
  /// What is paid for: the digest that binds the payment to its deal.
  public let reference: Digest
  /// The module or host at the other side.
  public let terminal: CardNumber
  /// The purse's eight random bytes.
  public let random: [UInt8]

  public init(
    kind: TransactionKind, purse: CardNumber, number: UInt16, amount: UInt32, reference: Digest, terminal: CardNumber,
    random: [UInt8]
  ) {
    self.kind = kind
    self.purse = purse
    self.number = number
    self.amount = amount
    self.reference = reference
    self.terminal = terminal
    self.random = random
  }
}
