public import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperStatements

/// What one side gives in a step of the terms, in its own words and under its signature: documents that it has filled in, data that it
/// hands over, money that it has sent, and that goods or labour have been given.
///
/// A step that both sides sign, such as a contract, is one deed with two signatures; so is one whose giver gets a receipt. Each deed
/// names the act before it, so that all of them are a chain over the whole deal.
///
/// A fair exchange begins with two deeds: the buyer's, with what it puts into the exchange, and the seller's, with the exchange that
/// follows from terms and documents, which both sign.
public struct Deed: StatementContent {
  public static let kind = StatementKind.deed
  public static let largestPayload = 256 << 10
  static let mostItems = 16
  static let mostContents = 16

  public let act: ActHeader
  /// Who gives.
  public let giver: Thumbprint
  /// Who has to sign it too: the other side of a contract, or whoever confirms that it has got what is given.
  public let taker: Thumbprint?
  /// The items of the step that the giver gives, in the order of the terms.
  public let items: [String]
  /// An object with the fields of each item that is a document.
  public let documents: GivenDocuments
  /// Descriptions of the content that the documents name by its digest.
  public let contents: [ContentDescription]
  /// Data that is handed over in this step, by the name of its item.
  public let data: [HandedData]
  /// What has been sent of each item that is money.
  public let money: [SentMoney]
  /// Rights that are handed over, each as its holder shows it.
  public let credentials: [HandedCredential]
  /// Of a fair exchange: how the buyer enters it, or what both agree on.
  public let exchange: ExchangePart?

  public init(
    act: ActHeader, giver: Thumbprint, taker: Thumbprint?, items: [String], documents: GivenDocuments,
    contents: [ContentDescription] = [], data: [HandedData] = [], money: [SentMoney] = [],
    credentials: [HandedCredential] = [], exchange: ExchangePart? = nil
  ) {
    self.act = act
    self.giver = giver
    self.taker = taker
    self.items = items
    self.documents = documents
    self.contents = contents
    self.data = data
    self.money = money
    self.credentials = credentials
    self.exchange = exchange
  }

  public var signers: [Thumbprint] { [giver] + (taker.map { [$0] } ?? []) }

  public var json: JSON {
    .fields([
      "act": act.json, "contents": contents.isEmpty ? nil : contents.json,
      "credentials": credentials.isEmpty ? nil : credentials.json, "data": data.isEmpty ? nil : data.json,
      "documents": documents.isEmpty ? nil : documents.json, "exchange": exchange?.json, "giver": giver.json,
      "items": items.json, "money": money.isEmpty ? nil : money.json,
      "taker": taker?.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    act = try fields.value("act")
    contents = try fields.optional("contents") ?? []
    credentials = try fields.optional("credentials") ?? []
    data = try fields.optional("data") ?? []
    documents = try fields.optional("documents") ?? .none
    exchange = try fields.optional("exchange")
    giver = try fields.value("giver")
    items = try fields.value("items")
    money = try fields.optional("money") ?? []
    taker = try fields.optional("taker")
    try fields.close()
    guard items.count <= Self.mostItems, contents.count <= Self.mostContents,
      [data.count, money.count, credentials.count].allSatisfy({ $0 <= items.count }), giver != taker
    else {
      throw CodingError(
        .tooMany, "a deed gives at most \(Self.mostItems) items and describes \(Self.mostContents) contents")
    }
  }
}
