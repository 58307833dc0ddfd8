public import SemperCoding
public import SemperModel

/// What a wallet may spend on its owner's behalf: up to one limit without a question, up to another with one, never above.
public struct SpendingPolicy: Hashable, Sendable, CanonicalValue {
  /// Amounts up to this are paid without asking.
  public let withoutAsking: Money
  /// Amounts above this are refused even when the owner says yes; the limit has to be raised first.
  public let atMost: Money

  public init(withoutAsking: Money, atMost: Money) {
    self.withoutAsking = withoutAsking
    self.atMost = atMost
  }

  /// Asks for everything, up to 1 000.00 of the currency.
  public static func cautious(_ currency: Currency) -> SpendingPolicy {
    var unit: Int64 = 1
    for _ in 0..<currency.exponent { unit *= 10 }
    return SpendingPolicy(
      withoutAsking: .zero(currency), atMost: Money(minorUnits: 1_000 * unit, currency))
  }

  /// The same limit, where the owner has said yes beforehand to what would be asked.
  public var agreed: SpendingPolicy { SpendingPolicy(withoutAsking: atMost, atMost: atMost) }

  /// The verdict on one payment, with the reason in words.
  public func verdict(on amount: Money) -> Permission {
    guard amount.currency == atMost.currency else {
      return .deny("this wallet's limit is in \(atMost.currency), the price in \(amount.currency)")
    }
    guard amount.minorUnits <= atMost.minorUnits else {
      return .deny(
        "\(amount) is above this wallet's limit of \(atMost), which “semper wallet limits --at-most” raises")
    }
    return amount.minorUnits <= withoutAsking.minorUnits
      ? .allow("up to \(withoutAsking) this wallet pays without asking") : .ask
  }

  public var json: JSON { .fields(["atMost": atMost.json, "withoutAsking": withoutAsking.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    atMost = try fields.value("atMost")
    withoutAsking = try fields.value("withoutAsking")
    try fields.close()
  }
}
