public import SemperCoding
public import SemperModel

/// What gateway and issuer count between two reconciliations: numbers and amounts of debits (purchases and completions) and
/// credits, and of reversals of what an earlier reconciliation has counted.
public struct CardTotals: Hashable, Sendable, CanonicalValue {
  /// How many, and how much in minor units.
  public struct Count: Hashable, Sendable, CanonicalValue {
    public private(set) var number: Int64
    public private(set) var units: Int64

    public init(number: Int64 = 0, units: Int64 = 0) {
      self.number = number
      self.units = units
    }

    public mutating func add(_ more: Int64) {
      number += 1
      units += more
    }

    mutating func remove(_ less: Int64) {
      number -= 1
      units -= less
    }

    public var json: JSON { .fields(["number": number.json, "units": units.json]) }

    public init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      number = try fields.value("number")
      units = try fields.value("units")
      try fields.close()
    }
  }

  public let currency: Currency
  public var credits = Count()
  public var creditReversals = Count()
  public var debits = Count()
  public var debitReversals = Count()

  public init(_ currency: Currency) { self.currency = currency }

  /// What the issuer owes the acquirer; below zero, what the acquirer owes.
  public var net: Int64 { debits.units - debitReversals.units - credits.units + creditReversals.units }

  /// Takes a debit out that counts in this period, or counts its reversal.
  mutating func undoDebit(_ units: Int64, _ isFresh: Bool) {
    if isFresh { debits.remove(units) } else { debitReversals.add(units) }
  }

  /// Takes a credit out that counts in this period, or counts its reversal.
  mutating func undoCredit(_ units: Int64, _ isFresh: Bool) {
    if isFresh { credits.remove(units) } else { creditReversals.add(units) }
  }

  private static let numbers: [(Int, Int, any WritableKeyPath<CardTotals, Count> & Sendable)] = [
    (74, 86, \.credits), (75, 87, \.creditReversals), (76, 88, \.debits), (77, 89, \.debitReversals),
  ]

  func write(to message: inout CardMessage) throws(CodingError) {
    for (number, amount, path) in Self.numbers {
      try message.set(number, CardTransaction.digits(self[keyPath: path].number, 10))
      try message.set(amount, CardTransaction.digits(self[keyPath: path].units, 16))
    }
    try message.set(50, CurrencyNumber.text(currency))
    try message.set(97, (net < 0 ? "D" : "C") + CardTransaction.digits(abs(net), 16))
  }

  init(taking message: inout CardMessage) throws(CodingError) {
    self.init(try CurrencyNumber.currency(try message.take(50)))
    for (number, amount, path) in Self.numbers {
      guard let count = Int64(try message.take(number)), let units = Int64(try message.take(amount)),
        units <= DecodingLimits.widestInteger / 4
      else { throw CodingError(.outOfRange, "a total is out of range") }
      self[keyPath: path] = Count(number: count, units: units)
    }
    let net = try message.take(97)
    guard net == (self.net < 0 ? "D" : "C") + CardTransaction.digits(abs(self.net), 16) else {
      throw CodingError(.outOfRange, "the net amount is not what the totals give")
    }
  }

  public var json: JSON {
    .fields([
      "creditReversals": creditReversals.json, "credits": credits.json, "currency": currency.json,
      "debitReversals": debitReversals.json, "debits": debits.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    creditReversals = try fields.value("creditReversals")
    credits = try fields.value("credits")
    currency = try fields.value("currency")
    debitReversals = try fields.value("debitReversals")
    debits = try fields.value("debits")
    try fields.close()
  }
}
