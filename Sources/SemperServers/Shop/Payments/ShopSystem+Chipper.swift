import SemperBank
import SemperChipper
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperTestMoney

extension ShopSystem {
  /// Purses on chip cards of the bank. Bills they pay at the shop's own module, or at the one that the bank keeps for it; what they pay for
  /// deals is locked at the bank, and claimed into the shop's account.
  static let chipper = ShopSystem(name: "chipper", canMeter: true) { id, limits, shop in
    let (bank, account) = (shop.bank.key, shop.key)
    let module = try await module(of: shop)
    let client = TestMoneyClient(transport: shop.transport, address: shop.bank.address, bank: bank)
    let largest = Money(minorUnits: min(limits.largest.minorUnits, mostOnACard), limits.currency)
    let limits = PurseLimits(limits.smallest, largest)
    return ChipperTill(
      id, module: module,
      host: RemotePurseHost(
        number: CardNumber(hostOf: bank.thumbprint), transport: shop.transport, address: shop.bank.address),
      provider: bank.thumbprint, named: shop.bank.organisation.text, limits: limits, reader: shop.module?.customers,
      locking: AccountPurse(
        desk: client, account: account, payee: account, refund: account, time: shop.time, arbiterKey: shop.arbiterKey),
      account: TestMoneyPurse(
        id, bank: bank, account: account, link: client, limits: limits, role: .receive, time: shop.time),
      meter: { [meters = shop.meters] in try await meters.due($0, paid: $1) },
      isMetered: { [meters = shop.meters] in try await meters.isMetered($0) }, isHosted: shop.module == nil,
      time: shop.time)
  }

  private static func module(of shop: Counterparts) async throws -> any CardChannel {
    if let own = shop.module { return own.channel }
    let hosted = HostedModuleChannel(
      transport: shop.transport, address: shop.bank.address, bank: shop.bank.key, account: shop.key, time: shop.time)
    try await order(hosted)
    return hosted
  }

  /// A bank that does not answer now is asked again when the first offer is made; one that keeps no modules, because it is older or has
  /// no chip cards, takes this means of payment away.
  private static func order(_ module: HostedModuleChannel) async throws {
    do {
      try await module.open()
    } catch let refusal as Refusal {
      throw Refusal(.notSupported, blame: .provider, "the bank keeps no module for this shop: \(refusal.detail)")
    } catch let error as CancellationError {
      throw error
    } catch {
      return
    }
  }

  /// What the bank's cards hold at most, in minor units.
  private static var mostOnACard: Int64 { 500_00 }
}
