import Foundation
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperModel
import SemperPayments

extension EndOfDeal {
  /// Looks at every deal from outside, when nothing moves any more. The sellers' bundles are added when the shop has
  /// stopped.
  static func gather(
    _ deals: [FaultScript.Purchase], market: Marketplace, courses: String, before: Money, offer: DemoOffer,
    patience: Duration
  ) async throws -> [EndOfDeal] {
    // Cards are locked at the bank that issues them, everything else at the first one.
    let watches =
      [LockWatch(bank: try await market.address("bank"))]
      + (market.plan.takesCards ? [LockWatch(bank: try await market.address("cardbank"))] : [])
    var ends = [EndOfDeal]()
    for deal in deals {
      var locks: [LockStatus] = []
      for watch in watches {
        locks += try await watch.waitUntilEnded(exchange: LockWatch.exchange(of: deal.answer), patience: patience)
      }
      let isPaid = locks.contains { $0.outcome?.journalled(as: LockOutcome.self).ending == .claimed }
      let arrived =
        market.plan.hasTwoBanks && isPaid
        ? try await SellersAccount(home: market.home("shop")).hasReceived(offer.price, patience: patience) : nil
      let goods = try deal.answer["goods"].map { try String(json: $0) }
      let bundle = try deal.answer["evidence"].flatMap { FileManager.default.contents(atPath: try String(json: $0)) }
      ends.append(
        EndOfDeal(
          buyerBundle: bundle.map(Array.init), sellerBundle: nil, locks: locks, hasArrived: arrived,
          filesAreGoods: goods.map { GoodsOnDisk.are("\(courses)/\(offer.slug)", in: $0) } ?? false,
          buyerBefore: before,
          buyerAfter: before, price: offer.price))
    }
    if deals.count == 1, let only = deals.first {
      ends[0].buyerAfter = try await only.wallet.wealth()
    } else if let first = deals.first {
      // Copied wallets disagree about coins that one of them has spent; the mint knows. No seed brings cards back.
      let cards = try await first.wallet.onCards()
      let restored = try await first.wallet.restoredWealth(
        in: market.plan.directory, trust: market.trustFile, bank: try await market.address("bank").text)
      let after = cards.reduce(restored) { $0.adding($1) ?? $0 }
      for index in ends.indices where ends[index].locks.contains(where: { $0.outcome != nil }) {
        ends[index].buyerAfter = after
      }
    }
    return ends
  }
}
