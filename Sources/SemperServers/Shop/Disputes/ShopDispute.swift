import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel

/// A claim that the arbiter has brought, and what the shop has said to it.
struct ShopDispute: Hashable, Sendable, CanonicalValue {
  /// Deal and claim → `ShopDispute`.
  static let table = RecordTable("shop_disputes")
  /// Claims about one deal.
  static let mostOfADeal = 8

  let claim: SignedStatement
  var answer: ClaimSubmission?
  /// How the case stood when the arbiter was last asked.
  var news: DisputeNews?

  init(claim: SignedStatement, answer: ClaimSubmission?) {
    self.claim = claim
    self.answer = answer
  }

  var content: Claim { claim.journalled(as: Claim.self) }
  var shown: TillDispute { TillDispute(claim: claim, answer: answer?.statement, news: news) }
  var place: [UInt8] { content.deal.bytes + claim.digest.bytes }

  /// Whether asking the arbiter again can change anything.
  var isOver: Bool {
    news?.enforcement != nil || (news?.final).map { $0.journalled(as: Ruling.self).remedy == .nothing } ?? false
  }

  var json: JSON { .fields(["answer": answer?.json, "claim": claim.json, "news": news?.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    answer = try fields.optional("answer")
    claim = try fields.value("claim")
    news = try fields.optional("news")
    try fields.close()
  }

  init(stored bytes: [UInt8]) throws(CodingError) {
    try self.init(canonicalBytes: bytes, limits: ClaimSubmission.limits)
  }
}
