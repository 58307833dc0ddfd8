import SemperArchive
public import SemperCoding
public import SemperCommerce
public import SemperCryptography
import SemperModel
import SemperTerms

/// A claim of this wallet, and how its case stood when the arbiter was last asked.
public struct WalletDispute: Hashable, Sendable, CanonicalValue {
  /// Claim → `WalletDispute`.
  static let table = RecordTable("wallet_disputes")

  public let claim: SignedStatement
  /// What was bought in the deal.
  public let title: String
  /// Absent until the arbiter has taken the claim.
  public internal(set) var news: DisputeNews?
  /// The bank's word on what it has moved.
  public internal(set) var enforcement: SignedStatement?

  init(claim: SignedStatement, title: String) {
    self.claim = claim
    self.title = title
  }

  public var content: Claim { claim.journalled(as: Claim.self) }
  public var ruling: Ruling? { (news?.final ?? news?.ruling)?.journalled(as: Ruling.self) }
  public var moved: Enforcement? { enforcement?.journalled(as: Enforcement.self) }

  /// Whether asking the arbiter or the bank again can change anything.
  var isOver: Bool {
    guard let ruling, ruling.isFinal else { return false }
    return ruling.remedy.amount(for: .buyer) == nil || moved?.owed.minorUnits == 0
  }

  public var json: JSON {
    .fields(["claim": claim.json, "enforcement": enforcement?.json, "news": news?.json, "title": title.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    claim = try fields.value("claim")
    enforcement = try fields.optional("enforcement")
    news = try fields.optional("news")
    title = try fields.value("title")
    try fields.close()
  }
}
