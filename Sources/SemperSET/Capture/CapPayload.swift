public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What is captured of one approval.
public struct CapPayload: DERValue, Hashable {
  public let date: Timestamp
  public let amount: CurrencyAmount
  /// With what a lock is claimed.
  public let extensions: MessageExtensions?

  public var der: DERElement {
    .sequence([date.der, amount.der, extensions?.der.implicit(4)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    date = try fields.value()
    amount = try fields.value()
    extensions = try fields.optional(4)
    try fields.close()
  }

  init(date: Timestamp, amount: CurrencyAmount, extensions: MessageExtensions? = nil) {
    self.date = date
    self.amount = amount
    self.extensions = extensions
  }
}
