import SemperBank
import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperSEPA

extension ShopSystem {
  /// The account at the bank as a till for transfers, which come when a deal is over.
  static let transfer = ShopSystem(name: "sepa-inst") { id, limits, shop in
    let (bank, key) = (shop.bank.key, shop.key)
    let code = BankCode(of: bank.thumbprint)
    let directory = BankDirectory([code: bank])
    let client = TransferClient(transport: shop.transport, address: shop.bank.address, bank: bank)
    let locks = TransferLocks(
      link: client, to: code, of: directory, account: key, refundKey: { _ in key }, time: shop.time,
      arbiterKey: shop.arbiterKey)
    return try TransferPurse(
      id, at: code, named: shop.bank.organisation.text, of: directory, account: key, link: client, limits: limits,
      role: .receive, locks: locks, time: shop.time)
  }
}
