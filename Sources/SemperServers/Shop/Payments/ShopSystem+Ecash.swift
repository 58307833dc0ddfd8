import SemperCommerce
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments

extension ShopSystem {
  /// The account at the bank as a till for the coins of its mint.
  static let ecash = ShopSystem(name: "ecash") { id, limits, shop in
    let client = shop.client(shop.bank.key, at: shop.bank.address)
    let till = EcashTill(
      records: shop.records, client: client, key: shop.key, account: shop.key.thumbprint, time: shop.time,
      arbiterKey: shop.arbiterKey)
    return EcashPaymentTill(
      id, client: client, account: shop.key, till: till, bank: shop.bank.organisation.text, limits: limits,
      time: shop.time)
  }
}
