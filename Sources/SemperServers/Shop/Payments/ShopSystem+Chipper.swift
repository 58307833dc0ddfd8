import SemperBank
import SemperChipper
import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperTestMoney

extension ShopSystem {
  /// Purses on chip cards of the bank: what they pay for deals is locked there, and claimed into the shop's account.
  static let chipper = ShopSystem(name: "chipper") { id, limits, shop in
    let client = TestMoneyClient(transport: shop.transport, address: shop.bank.address, bank: shop.bank.key)
    let locking = AccountPurse(
      desk: client, account: shop.key, payee: shop.key, refund: shop.key, time: shop.time, arbiterKey: shop.arbiterKey)
    let largest = Money(minorUnits: min(limits.largest.minorUnits, mostOnACard), limits.currency)
    let limits = PurseLimits(limits.smallest, largest)
    return ChipperLockTill(
      id, host: CardNumber(hostOf: shop.bank.key.thumbprint), provider: shop.bank.key.thumbprint, limits: limits,
      locking: locking,
      account: TestMoneyPurse(
        id, bank: shop.bank.key, account: shop.key, link: client, limits: limits, role: .receive, time: shop.time))
  }

  /// What the bank's cards hold at most, in minor units.
  private static var mostOnACard: Int64 { 500_00 }
}
