import SemperBank
import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperSEPA

extension ShopSystem {
  /// The account at the bank as a till for transfers, which come when a deal is over. Money of a deal is locked at the payer's bank, so
  /// there is a till for each bank that the shop's own one transfers to, as it knew them when the shop started.
  static let transfer = ShopSystem(
    name: "sepa-inst",
    till: { id, limits, shop in
      let bank = TransferTill(shop, limits)
      return try bank.till(id, lockingAt: shop.bank, knowing: [])
    },
    more: { limits, shop in
      let own = TransferTill(shop, limits)
      let others = try await own.correspondents()
      return others.map { other in
        Further(word: BankCode(of: other.key.thumbprint).letters) { id in
          try own.till(id, lockingAt: other, knowing: others)
        }
      }
    })
}

/// A shop's account as it is paid by transfers from any bank.
private struct TransferTill: Sendable {
  let shop: Counterparts
  let limits: PurseLimits

  init(_ shop: Counterparts, _ limits: PurseLimits) {
    self.shop = shop
    self.limits = limits
  }

  private func client(_ bank: RoleDescription) -> TransferClient {
    TransferClient(transport: shop.transport, address: bank.address, bank: bank.key)
  }

  private static func code(_ bank: RoleDescription) -> BankCode { BankCode(of: bank.key.thumbprint) }

  /// The banks that the shop's bank transfers to, as authorities that the shop trusts certify them. None at a bank that does not tell.
  func correspondents() async throws -> [RoleDescription] {
    let client = client(shop.bank)
    let told: [SignedStatement]
    do {
      told = try await AuthorityClient.patiently(shop.time) { try await client.banks() }
    } catch is Refusal {
      return []
    }
    let (roles, now) = (RoleVerifier(roots: shop.roots), await shop.time.now())
    return told.compactMap { try? roles.verify($0, role: .bank, at: now).description }
      .filter { Self.code($0) != Self.code(shop.bank) }
  }

  /// - Parameter others: whose customers pay into it.
  func till(
    _ id: PurseID, lockingAt bank: RoleDescription, knowing others: [RoleDescription]
  ) throws -> TransferPurse {
    let (own, key) = (shop.bank, shop.key)
    let known = [own] + others
    let directory = BankDirectory(
      Dictionary(known.map { (Self.code($0), $0.key) }, uniquingKeysWith: { first, _ in first }))
    let locks = TransferLocks(
      link: client(bank), to: Self.code(own), of: directory, account: key, refundKey: { _ in key }, time: shop.time,
      arbiterKey: shop.arbiterKey)
    let name = own.organisation.text
    return try TransferPurse(
      id, at: Self.code(own), named: bank.key == own.key ? name : "\(bank.organisation.text) → \(name)",
      of: directory, account: key, link: client(own), limits: limits, role: .receive, locks: locks, time: shop.time)
  }
}
