public import SemperCoding
public import SemperCommerce
public import SemperCryptography

/// A claim about one of the shop's deals as its owner is shown it, with what the shop has said.
public struct TillDispute: Hashable, Sendable, CanonicalValue {
  public let claim: SignedStatement
  public let answer: SignedStatement?
  /// How the case stands, as far as the arbiter has said.
  public let news: DisputeNews?
  /// What the deal is about, as its offer says; `nil` where the shop has no evidence of it any more.
  public let title: String?

  init(claim: SignedStatement, answer: SignedStatement?, news: DisputeNews?, title: String?) {
    self.claim = claim
    self.answer = answer
    self.news = news
    self.title = title
  }

  public var content: Claim { claim.journalled(as: Claim.self) }
  public var stance: ClaimStance? { answer?.journalled(as: ClaimAnswer.self).stance }

  public var json: JSON {
    .fields(["answer": answer?.json, "claim": claim.json, "news": news?.json, "title": title?.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    answer = try fields.optional("answer")
    claim = try fields.value("claim")
    news = try fields.optional("news")
    title = try fields.optional("title")
    try fields.close()
  }
}
