public import SemperCoding
public import SemperCryptography
public import SemperExchange
public import SemperModel

/// A buyer takes an offer and opens a deal, under a key made for this deal alone. The buyer is nobody's customer number.
public struct Order: StatementContent {
  public static let kind = StatementKind.order

  /// Drawn by the buyer; the seller refuses one it has seen.
  public let deal: ID<Deal>
  public let offer: Digest
  public let service: Digest
  public let seller: Thumbprint
  /// The buyer's key, nonce and commitment for the exchange.
  public let buyer: PartyTerms
  /// How it is paid; without it with ecash of the offer's bank.
  public let payment: DealPayment?
  /// What the buyer has filled in where the terms have a form for orders: an object of documents.
  public let documents: GivenDocuments?
  /// The credentials that the terms ask of the buyer.
  public let shown: [ShownCredential]
  public let issued: Timestamp
  public let expires: Timestamp

  public init(
    deal: ID<Deal>, offer: Digest, service: Digest, seller: Thumbprint, buyer: PartyTerms,
    payment: DealPayment? = nil, documents: GivenDocuments? = nil, shown: [ShownCredential] = [],
    issued: Timestamp, expires: Timestamp
  ) {
    self.deal = deal
    self.offer = offer
    self.service = service
    self.seller = seller
    self.buyer = buyer
    self.payment = payment
    self.documents = documents
    self.shown = shown
    self.issued = issued
    self.expires = expires
  }

  public var signers: [Thumbprint] { [buyer.key.thumbprint] }
  public var introducedKeys: [PublicKey] { [buyer.key] }
  public var json: JSON {
    .fields([
      "aud": seller.json, "buyer": buyer.json, "deal": deal.json, "documents": documents?.json, "exp": expires.json,
      "iat": issued.json,
      "payment": payment?.json, "prev": [offer].json, "service": service.json,
      "shown": shown.isEmpty ? nil : shown.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    seller = try fields.value("aud")
    buyer = try fields.value("buyer")
    deal = try fields.value("deal")
    documents = try fields.optional("documents")
    expires = try fields.value("exp")
    issued = try fields.value("iat")
    payment = try fields.optional("payment")
    offer = try fields.only("prev")
    service = try fields.value("service")
    shown = try ShownCredential.all(&fields)
    try fields.close()
    guard issued < expires else { throw CodingError(.outOfRange, "an order ends after it begins") }
  }
}
