public import SemperCoding
public import SemperModel

/// How much money is expected: anything, at least, at most, between, or exactly.
///
/// Written `{"atLeast":…,"atMost":…}`; a bound that is absent does not bind, and two equal ones mean exactly.
public struct AmountBound: Hashable, Sendable, CanonicalValue {
  public let least: Money?
  public let most: Money?

  /// Refuses two currencies, a negative bound, and a least amount above the most.
  public init(least: Money?, most: Money?) throws(CodingError) {
    if let least, let most {
      guard least.currency == most.currency, least.minorUnits <= most.minorUnits else {
        throw CodingError(.outOfRange, "the least amount is not above the most, in one currency")
      }
    }
    guard (least?.minorUnits ?? 0) >= 0, (most?.minorUnits ?? 0) >= 0 else {
      throw CodingError(.outOfRange, "an expected amount is not negative")
    }
    self.least = least
    self.most = most
  }

  private init(any: Void) {
    least = nil
    most = nil
  }

  public static let anything = AmountBound(any: ())

  /// Amounts in another currency than the bound's are never allowed: nothing here knows a rate.
  public func allows(_ amount: Money) -> Bool {
    if let least, least.currency != amount.currency || amount.minorUnits < least.minorUnits { return false }
    if let most, most.currency != amount.currency || amount.minorUnits > most.minorUnits { return false }
    return true
  }

  var text: String {
    switch (least, most) {
    case (nil, nil): "any amount"
    case (let least?, nil): "at least \(least)"
    case (nil, let most?): "at most \(most)"
    case (let least?, let most?): least == most ? "exactly \(most)" : "\(least) to \(most)"
    }
  }

  public var json: JSON { .fields(["atLeast": least?.json, "atMost": most?.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let least: Money? = try fields.optional("atLeast")
    let most: Money? = try fields.optional("atMost")
    try fields.close()
    try self.init(least: least, most: most)
  }
}
