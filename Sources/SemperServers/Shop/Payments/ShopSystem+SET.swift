import SemperBank
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperSET

extension ShopSystem {
  /// Cards, where the shop has an agreement with a bank that runs a gateway.
  static let set = ShopSystem(name: "set") { id, limits, shop in
    guard let cards = shop.cards else { return nil }
    let (bank, key, time) = (cards.bank, shop.key, shop.time)
    let faculties = PurseFaculties(
      bankBalance: {
        let now = await time.now()
        let balance = try await bank.account(of: key, now: now).balance
        return BankBalance(available: balance, held: .zero(balance.currency), asOf: now)
      },
      statement: { try await bank.statement(of: key, in: $0, now: time.now()) })
    return SETShopTill(
      id, desk: cards.desk, gateway: bank.gateway, records: shop.records, bank: cards.bankName, address: cards.address,
      limits: limits, faculties: faculties, locks: cards.till, time: time)
  }
}
