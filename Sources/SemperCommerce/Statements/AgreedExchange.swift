public import SemperCoding
public import SemperExchange
public import SemperModel
public import SemperStatements

/// A fair exchange in full, as both sides sign it.
public struct AgreedExchange: Hashable, Sendable, CanonicalValue {
  public let terms: ExchangeTerms
  /// The descriptions behind the commitments in the terms.
  public let items: [DescribedItem]
  /// What the receipt will say, where one is given.
  public let receipt: Receipt?
  /// Opens the context digest of the exchange terms.
  public let salt: Nonce

  public init(terms: ExchangeTerms, items: [DescribedItem], receipt: Receipt?, salt: Nonce) {
    self.terms = terms
    self.items = items
    self.receipt = receipt
    self.salt = salt
  }

  public var json: JSON {
    .fields(["exchange": terms.json, "items": items.json, "receipt": receipt?.json, "salt": salt.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    terms = try fields.value("exchange")
    items = try fields.value("items")
    receipt = try fields.optional("receipt")
    salt = try fields.value("salt")
    try fields.close()
  }
}
