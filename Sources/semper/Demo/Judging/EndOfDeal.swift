import SemperCommerce
import SemperEcash
import SemperModel

/// What is to be seen at the end of a deal, gathered from outside: bundles, ledger, disk, accounts.
struct EndOfDeal: Sendable {
  /// The bytes of each side's bundle; `nil` for a side that has none.
  var buyerBundle: [UInt8]?
  var sellerBundle: [UInt8]?
  /// What the bank signs about the locks of this exchange.
  var locks: [LockStatus]
  /// Whether what the ledger has let go of is on the seller's account, where that is at another bank than the buyer's; else `nil`.
  var hasArrived: Bool?
  /// Whether the files on the buyer's disk are the ones the seller sells, by digest.
  var filesAreGoods: Bool
  /// What the buyer has, in the wallet and at the bank, before and after.
  var buyerBefore: Money
  var buyerAfter: Money
  /// What has reached the seller's account for this deal.
  var price: Money
}
