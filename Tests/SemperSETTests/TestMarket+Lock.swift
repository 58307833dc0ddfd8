import SemperPayments
import Testing

@testable import SemperSET

extension TestMarket {
  /// Buys under a lock, as far as the merchant's answer; the purchase can be made once more.
  func bought(_ terms: LockTerms, at till: CardTill) async throws -> PurchaseOffered {
    var generator = SystemRandomNumberGenerator()
    let order = try AgreedOrder(lock: terms, payee: merchant.merchant)
    let (begun, first) = try cardholder.begin(order, using: &generator, at: Market.now)
    let offered = try cardholder.offer(try await till.answer(first), to: begun, at: Market.now)
    let (sent, second) = try cardholder.purchase(offered, using: &generator, at: Market.now)
    _ = try cardholder.result(try await till.answer(second), to: sent, at: Market.now)
    return offered
  }
}
