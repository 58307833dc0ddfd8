public import SemperModel

/// How a mint makes its keys.
public struct MintConfiguration: Sendable, Equatable {
  public var currency: Currency
  /// Of each denomination key: 3072 by default, 2048 for tests and speed.
  public var keyBits: Int
  /// Which powers of two there are coins for.
  public var exponents: ClosedRange<Int>
  /// How long coins are issued under a key, then accepted, then answered for.
  public var issuing: Span
  public var spending: Span
  public var legal: Span
  /// How long before the end of issuing the next keys are made.
  public var ahead: Span

  /// How change is given.
  public var change: ChangeRule
  /// What each coin costs; for small coins as much as leaves something of them.
  public var fees: CoinFees

  public init(
    currency: Currency = .euro, keyBits: Int = 3072, exponents: ClosedRange<Int> = Denomination.exponents,
    issuing: Span = Span(seconds: 90 * 86_400), spending: Span = Span(seconds: 365 * 86_400),
    legal: Span = Span(seconds: 3650 * 86_400), ahead: Span = Span(seconds: 30 * 86_400),
    change: ChangeRule = .free, fees: CoinFees = .none
  ) {
    precondition(Denomination.exponents.contains(exponents.lowerBound))
    precondition(Denomination.exponents.contains(exponents.upperBound))
    precondition(issuing.seconds > 0 && ahead < issuing)
    self.currency = currency
    self.keyBits = keyBits
    self.exponents = exponents
    self.issuing = issuing
    self.spending = spending
    self.legal = legal
    self.ahead = ahead
    self.change = change
    self.fees = fees
  }
}
