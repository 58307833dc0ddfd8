public import SemperCoding
public import SemperCryptography
public import SemperExchange
public import SemperModel
public import SemperStatements

/// What both parties agree on: the deal, and in full the exchange that will fulfil it. One payload, two signatures; it
/// promises no fairness by itself, the exchange it names does.
public struct Contract: StatementContent {
  public static let kind = StatementKind.contract
  public static let largestPayload = 128 << 10

  public let deal: ID<Deal>
  public let order: Digest
  public let service: Digest
  public let seller: Thumbprint
  public let buyer: Thumbprint
  /// The state of the terms that the exchange carries out.
  public let step: String
  public let terms: ExchangeTerms
  /// The descriptions behind the commitments in the terms.
  public let items: [DescribedItem]
  /// What the receipt will say.
  public let receipt: Receipt
  /// Opens the context digest of the exchange terms.
  public let salt: Nonce
  public let issued: Timestamp

  public init(
    deal: ID<Deal>, order: Digest, service: Digest, seller: Thumbprint, buyer: Thumbprint, step: String,
    terms: ExchangeTerms, items: [DescribedItem], receipt: Receipt, salt: Nonce, issued: Timestamp
  ) {
    self.deal = deal
    self.order = order
    self.service = service
    self.seller = seller
    self.buyer = buyer
    self.step = step
    self.terms = terms
    self.items = items
    self.receipt = receipt
    self.salt = salt
    self.issued = issued
  }

  public var exchange: Digest { terms.id }
  public var signers: [Thumbprint] { [seller, buyer] }
  public var introducedKeys: [PublicKey] {
    [terms.header.originator.key, terms.header.responder.key]
  }

  /// What binds the exchange terms to this deal without telling the arbiter which deal it is.
  public static func context(deal: ID<Deal>, step: String, order: Digest, salt: Nonce) -> Digest {
    let context: JSON = .fields([
      "deal": deal.json, "order": order.json, "salt": salt.json, "step": step.json,
    ])
    return Digest(of: context.canonicalBytes, for: .context)
  }

  public var json: JSON {
    .fields([
      "buyer": buyer.json, "deal": deal.json, "exchange": terms.json, "iat": issued.json,
      "items": items.json, "prev": [order].json, "receipt": receipt.json, "salt": salt.json,
      "seller": seller.json, "service": service.json, "step": step.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    buyer = try fields.value("buyer")
    deal = try fields.value("deal")
    terms = try fields.value("exchange")
    issued = try fields.value("iat")
    items = try fields.value("items")
    order = try fields.only("prev")
    receipt = try fields.value("receipt")
    salt = try fields.value("salt")
    seller = try fields.value("seller")
    service = try fields.value("service")
    step = try fields.value("step")
    try fields.close()
  }
}

extension ObjectReader {
  /// The only element of an array that must have one.
  mutating func only<Value: CanonicalValue>(_ name: String) throws(CodingError) -> Value {
    let values: [Value] = try value(name)
    guard values.count == 1, let value = values.first else {
      throw CodingError(.wrongForm, "exactly one element is expected").inside(name)
    }
    return value
  }
}
