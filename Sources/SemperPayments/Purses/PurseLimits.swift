public import SemperCoding
public import SemperModel

/// The smallest and the largest single payment that a purse makes or takes.
public struct PurseLimits: Hashable, Sendable, CanonicalValue {
  public let smallest: Money
  public let largest: Money

  /// - Precondition: one currency, more than nothing, and the smallest is not above the largest.
  public init(_ smallest: Money, _ largest: Money) {
    precondition(Self.areGood(smallest, largest), "limits are a range of positive amounts in one currency")
    self.smallest = smallest
    self.largest = largest
  }

  public var currency: Currency { largest.currency }

  /// Refuses (`wrongCurrency`, `limitExceeded`) what is outside.
  public func require(_ amount: Money) throws(Refusal) {
    guard amount.currency == currency else {
      throw Refusal(.wrongCurrency, blame: .us, "the purse is in \(currency), the amount in \(amount.currency)")
    }
    guard amount.minorUnits >= smallest.minorUnits else {
      throw Refusal(.limitExceeded, blame: .us, "\(amount) is below the smallest payment of \(smallest)")
    }
    guard amount.minorUnits <= largest.minorUnits else {
      throw Refusal(.limitExceeded, blame: .us, "\(amount) is above the limit of \(largest)")
    }
  }

  /// What both allow; `nil` when nothing is.
  public func common(with other: PurseLimits) -> PurseLimits? {
    guard currency == other.currency else { return nil }
    let smallest = max(smallest.minorUnits, other.smallest.minorUnits)
    let largest = min(largest.minorUnits, other.largest.minorUnits)
    guard smallest <= largest else { return nil }
    return PurseLimits(Money(minorUnits: smallest, currency), Money(minorUnits: largest, currency))
  }

  private static func areGood(_ smallest: Money, _ largest: Money) -> Bool {
    smallest.currency == largest.currency && smallest.minorUnits > 0 && smallest.minorUnits <= largest.minorUnits
  }

  public var json: JSON { .fields(["largest": largest.json, "smallest": smallest.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    largest = try fields.value("largest")
    smallest = try fields.value("smallest")
    try fields.close()
    guard Self.areGood(smallest, largest) else {
      throw CodingError(.outOfRange, "limits are a range of positive amounts in one currency")
    }
  }
}
