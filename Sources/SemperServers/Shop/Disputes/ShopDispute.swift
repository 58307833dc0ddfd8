import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms

/// A claim that the arbiter has brought, and what the shop has said to it; or one that the shop has raised.
struct ShopDispute: Hashable, Sendable, CanonicalValue {
  /// Deal and claim → `ShopDispute`.
  static let table = RecordTable("shop_disputes")
  /// Claims about one deal.
  static let mostOfADeal = 8

  let claim: SignedStatement
  /// What the shop discloses for a claim of its own.
  let disclosed: EvidenceBundle?
  var answer: ClaimSubmission?
  /// How the case stood when the arbiter was last asked.
  var news: DisputeNews?

  init(claim: SignedStatement, disclosed: EvidenceBundle? = nil) {
    self.claim = claim
    self.disclosed = disclosed
  }

  var isOwn: Bool { disclosed != nil }

  var content: Claim { claim.journalled(as: Claim.self) }
  var place: [UInt8] { content.deal.bytes + claim.digest.bytes }

  /// Whether asking the arbiter again can change anything.
  var isOver: Bool {
    // What is given to a seller, nobody moves: it is a title.
    news?.enforcement != nil
      || (news?.final).map { $0.journalled(as: Ruling.self).remedy.amount(for: .buyer) == nil } ?? false
  }

  var json: JSON {
    .fields(["answer": answer?.json, "claim": claim.json, "disclosed": disclosed?.json, "news": news?.json])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    answer = try fields.optional("answer")
    claim = try fields.value("claim")
    disclosed = try fields.optional("disclosed")
    news = try fields.optional("news")
    try fields.close()
  }

  init(stored bytes: [UInt8]) throws(CodingError) {
    try self.init(canonicalBytes: bytes, limits: ClaimSubmission.limits)
  }
}
