import SemperBank
import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperTestMoney

extension ShopSystem {
  /// The account at the bank as a till for money of other accounts there.
  static let testmoney = ShopSystem(name: "testmoney") { id, limits, shop in
    let client = TestMoneyClient(transport: shop.transport, address: shop.bank.address, bank: shop.bank.key)
    let locking = AccountPurse(
      desk: client, account: shop.key, payee: shop.key, refund: shop.key, time: shop.time, arbiterKey: shop.arbiterKey)
    return TestMoneyPurse(
      id, bank: shop.bank.key, named: shop.bank.organisation.text, account: shop.key, link: client, limits: limits,
      role: .receive, locking: locking,
      time: shop.time)
  }
}
