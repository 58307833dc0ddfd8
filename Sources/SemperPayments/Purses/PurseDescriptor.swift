public import SemperCoding
public import SemperModel

/// One installed means of payment as its owner's manager lists it: which system, at which bank, for what, within which
/// limits.
public struct PurseDescriptor: Hashable, Sendable, CanonicalValue {
  public let id: PurseID
  public let scheme: SchemeID
  public let paymentClass: PaymentClass
  /// What the owner calls it and what an offer must name, such as a card brand.
  public let brand: String
  /// The name of the bank, issuer or mint, for people.
  public let bank: String
  /// The key by which that bank signs, where the system has one.
  public let provider: Thumbprint?
  public let role: PurseRole
  public let limits: PurseLimits
  public let properties: PaymentProperties
  /// After this nothing is paid or received with it, such as an expired card.
  public let expires: Timestamp?

  public var currency: Currency { limits.currency }

  public init(
    id: PurseID, scheme: SchemeID, paymentClass: PaymentClass, brand: String, bank: String,
    provider: Thumbprint? = nil, role: PurseRole, limits: PurseLimits, properties: PaymentProperties,
    expires: Timestamp? = nil
  ) {
    self.id = id
    self.scheme = scheme
    self.paymentClass = paymentClass
    self.brand = brand
    self.bank = bank
    self.provider = provider
    self.role = role
    self.limits = limits
    self.properties = properties
    self.expires = expires
  }

  public var json: JSON {
    .fields([
      "bank": bank.json, "brand": brand.json, "class": paymentClass.json, "expires": expires?.json, "id": id.json,
      "limits": limits.json, "properties": properties.json, "provider": provider?.json, "role": role.json,
      "scheme": scheme.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    bank = try fields.value("bank")
    brand = try fields.value("brand")
    paymentClass = try fields.value("class")
    expires = try fields.optional("expires")
    id = try fields.value("id")
    limits = try fields.value("limits")
    properties = try fields.value("properties")
    provider = try fields.optional("provider")
    role = try fields.value("role")
    scheme = try fields.value("scheme")
    try fields.close()
  }
}
