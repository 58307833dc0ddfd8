public import SemperCoding
public import SemperModel

/// That what is due runs with the time, as for a call or for advice: so much for each span that has begun, paid as it comes, up to the
/// bill's amount.
public struct BillMeter: Hashable, Sendable, CanonicalValue {
  /// A day: who pays less often pays several bills.
  public static let longest = Span(seconds: 86_400)

  public let price: Money
  public let every: Span

  /// Throws `CodingError(.outOfRange)` where nothing would ever be due, or no span has a length from a second to a day.
  public init(price: Money, every: Span) throws(CodingError) {
    guard price.minorUnits > 0, every.seconds > 0, every <= Self.longest else {
      throw CodingError(.outOfRange, "a meter counts more than nothing for each span from PT1S to P1D")
    }
    self.price = price
    self.every = every
  }

  public var json: JSON { .fields(["every": every.json, "price": price.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let every: Span = try fields.value("every")
    try self.init(price: try fields.value("price"), every: every)
    try fields.close()
  }
}
