import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperModel

/// A bill whose payer has said yes: kept before the seller hears of it, so that after a crash the same selection is brought again.
struct PaidBill: Hashable, Sendable, CanonicalValue {
  let offered: OfferedBill
  /// A `payment-selection` of ours.
  let selection: SignedStatement
  let shop: Address
  /// The seller's certified key and name.
  let payee: Thumbprint
  let seller: String
  /// The digest of what the managers have agreed on; `nil` before the seller has confirmed.
  var agreement: Digest?

  var bill: Bill { offered.bill }

  init(_ found: FoundBill, _ selection: SignedStatement) {
    offered = found.offered
    self.selection = selection
    shop = found.seller.description.address
    payee = found.seller.description.key.thumbprint
    seller = found.sellerName
  }

  var json: JSON {
    .fields([
      "agreement": agreement?.json, "offered": offered.json, "payee": payee.json, "selection": selection.json,
      "seller": seller.json, "shop": shop.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    agreement = try fields.optional("agreement")
    offered = try fields.value("offered")
    payee = try fields.value("payee")
    selection = try fields.value("selection")
    seller = try fields.value("seller")
    shop = try fields.value("shop")
    try fields.close()
  }
}
