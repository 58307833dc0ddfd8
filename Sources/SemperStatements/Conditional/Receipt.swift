public import SemperCoding
public import SemperModel

/// A document in which a payee confirms a payment. It counts once the conditional statement that names it counts.
///
/// It names the deal but not the exchange, whose terms name the receipt. The deal's id is random, so that nobody who
/// sees only the digest can guess the rest.
public struct Receipt: Hashable, Sendable, CanonicalValue {
  public let deal: ID<Deal>
  /// What was bought, in the words of the offer.
  public let article: HumanText
  public let amount: Money
  /// The key of the party that was paid and that signs.
  public let payee: Thumbprint
  /// As agreed in the terms of the exchange, not a time anybody has attested.
  public let issued: Timestamp

  public init(deal: ID<Deal>, article: HumanText, amount: Money, payee: Thumbprint, issued: Timestamp) {
    self.deal = deal
    self.article = article
    self.amount = amount
    self.payee = payee
    self.issued = issued
  }

  public var json: JSON {
    .fields([
      "amount": amount.json, "article": article.json, "deal": deal.json, "issued": issued.json,
      "payee": payee.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(
      deal: fields.value("deal"), article: fields.value("article"), amount: fields.value("amount"),
      payee: fields.value("payee"), issued: fields.value("issued"))
    try fields.close()
  }
}
