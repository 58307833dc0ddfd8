public import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperExchange
public import SemperModel
public import SemperStatements

/// A seller's public offer of one article: what exactly, for how much, under which terms, at which bank and with which
/// arbiter. Addressed to nobody and to everybody, so it names no deal.
///
/// The description of the content is the seller's word on what will be delivered; everything that the deal exchanges is
/// computed from here.
public struct Offer: StatementContent {
  public static let kind = StatementKind.offer
  public static let largestPayload = 256 << 10

  public let article: ID<Article>
  public let seller: PublicKey
  /// Where the seller answers.
  public let shop: Address
  /// The digest of the terms of business.
  public let service: Digest
  public let title: HumanText
  public let summary: HumanText
  public let language: String
  public let price: Money
  public let content: ContentDescription
  public let bank: Provider
  public let arbiter: ArbiterTerms
  public let arbiterAddress: Address
  /// What the seller has filled in where the terms have a form for offers.
  public let documents: GivenDocuments?
  /// The credentials that the terms ask of the seller.
  public let shown: [ShownCredential]
  public let issued: Timestamp
  public let expires: Timestamp

  /// The ledger at which the seller takes money.
  public struct Provider: Hashable, Sendable, CanonicalValue {
    public let key: PublicKey
    public let address: Address

    public init(key: PublicKey, address: Address) {
      self.key = key
      self.address = address
    }

    public var json: JSON { .fields(["address": address.json, "key": key.json]) }

    public init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      address = try fields.value("address")
      key = try fields.value("key")
      try fields.close()
    }
  }

  public init(
    article: ID<Article>, seller: PublicKey, shop: Address, service: Digest, title: HumanText,
    summary: HumanText, language: String, price: Money, content: ContentDescription, bank: Provider,
    arbiter: ArbiterTerms, arbiterAddress: Address, documents: GivenDocuments? = nil,
    shown: [ShownCredential] = [], issued: Timestamp, expires: Timestamp
  ) {
    self.article = article
    self.seller = seller
    self.shop = shop
    self.service = service
    self.title = title
    self.summary = summary
    self.language = language
    self.price = price
    self.content = content
    self.bank = bank
    self.arbiter = arbiter
    self.arbiterAddress = arbiterAddress
    self.documents = documents
    self.shown = shown
    self.issued = issued
    self.expires = expires
  }

  public var signers: [Thumbprint] { [seller.thumbprint] }
  public var introducedKeys: [PublicKey] { [seller] }
  public var json: JSON {
    .fields([
      "arbiter": arbiter.json, "arbiterAddress": arbiterAddress.json, "article": article.json,
      "bank": bank.json, "content": content.json, "documents": documents?.json, "exp": expires.json, "iat": issued.json,
      "language": language.json, "price": price.json, "seller": seller.json, "service": service.json,
      "shop": shop.json, "shown": shown.isEmpty ? nil : shown.json, "summary": summary.json, "title": title.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    arbiter = try fields.value("arbiter")
    arbiterAddress = try fields.value("arbiterAddress")
    article = try fields.value("article")
    bank = try fields.value("bank")
    content = try fields.value("content")
    expires = try fields.value("exp")
    documents = try fields.optional("documents")
    issued = try fields.value("iat")
    language = try fields.value("language")
    price = try fields.value("price")
    seller = try fields.value("seller")
    service = try fields.value("service")
    shop = try fields.value("shop")
    summary = try fields.value("summary")
    title = try fields.value("title")
    shown = try ShownCredential.all(&fields)
    try fields.close()
    guard issued < expires, price.minorUnits > 0, language.utf8.count <= 35 else {
      throw CodingError(.outOfRange, "an offer has a price and ends after it begins")
    }
  }
}
