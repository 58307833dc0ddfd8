public import SemperCoding
import SemperCommerce
import SemperModel

/// How everything stands that sellers may give something back of.
public struct TakenRefunds: Hashable, Sendable {
  /// All bills that were begun to be paid.
  public let bills: [BillPayment]
  /// The deals of which something has come back.
  public let deals: [RepaidDeal]

  public var json: JSON { .fields(["bills": bills.json, "deals": deals.json]) }

  /// What has come back since `before`, each with what it was for and from whom.
  func news(since before: TakenRefunds) -> [(amount: Money, title: String, seller: String)] {
    let old = before.totals
    return totals.compactMap { key, total in
      let more = total.amount.minorUnits - (old[key]?.amount.minorUnits ?? 0)
      return more > 0 ? (Money(minorUnits: more, total.amount.currency), total.title, total.seller) : nil
    }
    .sorted { ($0.title, $0.amount.minorUnits) < ($1.title, $1.amount.minorUnits) }
  }

  private var totals: [String: (amount: Money, title: String, seller: String)] {
    var totals: [String: (amount: Money, title: String, seller: String)] = [:]
    for bill in bills {
      if let amount = bill.refunded { totals["bill \(bill.bill.id)"] = (amount, bill.bill.title.text, bill.seller) }
    }
    for deal in deals { totals["deal \(deal.deal)"] = (deal.refunded, deal.title, deal.seller) }
    return totals
  }
}
