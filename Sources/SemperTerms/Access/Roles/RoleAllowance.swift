public import SemperCoding
public import SemperModel

/// How much a role pays: in one deal, and in all on one day (UTC).
///
/// What was set aside for a deal counts, also where less is paid in the end or the money comes back.
public struct RoleAllowance: Hashable, Sendable, CanonicalValue {
  public let perDeal: Money
  public let perDay: Money

  /// Refuses amounts of two currencies, and nothing at all.
  public init(perDeal: Money, perDay: Money) throws(CodingError) {
    guard perDeal.currency == perDay.currency, perDeal.minorUnits > 0, perDay.minorUnits > 0 else {
      throw CodingError(.outOfRange, "a role pays up to an amount for each deal and one for each day, in one currency")
    }
    self.perDeal = perDeal
    self.perDay = perDay
  }

  public var json: JSON { .fields(["perDay": perDay.json, "perDeal": perDeal.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(perDeal: fields.value("perDeal"), perDay: fields.value("perDay"))
    try fields.close()
  }
}
