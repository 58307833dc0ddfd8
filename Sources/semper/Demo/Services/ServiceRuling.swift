import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms

/// How an arbiter has ruled in a played scenario, and what the bank has moved for it.
struct ServiceRuling: Sendable {
  let kind: ClaimKind
  let ruling: Ruling
  /// What the buyer has got back.
  let moved: Money?

  /// `nil` for a dispute without a final ruling.
  ///
  /// - Parameter dispute: as wallet and till print it.
  init?(_ dispute: JSON) throws {
    guard let news = try dispute["news"].map({ try DisputeNews(json: $0) }), let final = news.final else { return nil }
    kind = news.claim.journalled(as: Claim.self).what
    ruling = final.journalled(as: Ruling.self)
    moved = news.enforcement?.journalled(as: Enforcement.self).paid
  }

  var json: JSON {
    let amount = ruling.remedy.amount(for: .buyer) ?? ruling.remedy.amount(for: .seller)
    let side: DealSide? = amount.map { _ in ruling.remedy.amount(for: .buyer) == nil ? .seller : .buyer }
    return .fields([
      "amount": amount?.json, "basis": ruling.basis.json, "claim": kind.json, "moved": moved?.json, "to": side?.json,
    ])
  }
}
