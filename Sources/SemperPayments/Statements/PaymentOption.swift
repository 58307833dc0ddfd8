public import SemperCoding
public import SemperModel

/// One way to pay in an offer: the system, the amount for it, and what its payer side needs to know of the payee.
public struct PaymentOption: Hashable, Sendable, CanonicalValue {
  static let largestParticulars = 16 << 10

  public let scheme: SchemeID
  public let paymentClass: PaymentClass
  /// The brand that the payee is accredited for.
  public let brand: String
  /// The key of the bank, mint or gateway that the payee is served by, where the system has one.
  public let provider: Thumbprint?
  /// With this system; it may hold a discount or a fee.
  public let amount: Money
  public let limits: PurseLimits
  public let properties: PaymentProperties
  /// What only this system says: accounts, certificates, addresses. Opaque to everybody else.
  public let particulars: ByteString

  public init(
    scheme: SchemeID, paymentClass: PaymentClass, brand: String, provider: Thumbprint?, amount: Money,
    limits: PurseLimits, properties: PaymentProperties, particulars: ByteString
  ) {
    self.scheme = scheme
    self.paymentClass = paymentClass
    self.brand = brand
    self.provider = provider
    self.amount = amount
    self.limits = limits
    self.properties = properties
    self.particulars = particulars
  }

  /// From a till, for an amount.
  public init(of till: PurseDescriptor, amount: Money, particulars: ByteString) {
    self.init(
      scheme: till.scheme, paymentClass: till.paymentClass, brand: till.brand, provider: till.provider, amount: amount,
      limits: till.limits, properties: till.properties, particulars: particulars)
  }

  public var json: JSON {
    .fields([
      "amount": amount.json, "brand": brand.json, "class": paymentClass.json, "limits": limits.json,
      "particulars": particulars.json, "properties": properties.json, "provider": provider?.json,
      "scheme": scheme.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    amount = try fields.value("amount")
    brand = try fields.value("brand")
    paymentClass = try fields.value("class")
    limits = try fields.value("limits")
    particulars = try fields.value("particulars")
    properties = try fields.value("properties")
    provider = try fields.optional("provider")
    scheme = try fields.value("scheme")
    try fields.close()
    guard particulars.bytes.count <= Self.largestParticulars, brand.utf8.count <= 64 else {
      throw CodingError(.tooLarge, "an option has at most \(Self.largestParticulars) bytes of particulars")
    }
    guard amount.minorUnits > 0, amount.currency == limits.currency, amount.currency == properties.cost.currency else {
      throw CodingError(.outOfRange, "an option is for a positive amount, in the currency of its limits")
    }
  }
}
