import SemperArchive
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperSET

/// A shop as a merchant that takes cards: its certificates, and the till that answers cardholders and claims locks.
struct ShopCards: Sendable {
  private static let secret = "card-merchant"
  /// Computer software stores (ISO 18245).
  private static let category = "5734"
  /// Certificates that are good for less than this are renewed at the start.
  private static let renewal = Span(seconds: 30 * 86_400)

  let bank: CardBankClient
  /// The bank's name for people.
  let bankName: String
  let desk: MerchantDesk
  let till: CardTill
  /// Where cardholders find this shop.
  let address: Address

  /// Opens the merchant's account, agrees with the bank and has the shop's key certified, or takes up what was kept. What was sealed to
  /// an earlier certificate is read on (`StoredMerchant.keeps`).
  init(
    _ bank: RoleDescription, key: SigningKey, at address: Address, archive: any Archive, transport: any Transport,
    time: any TimeSource, arbiterKey: @escaping @Sendable (Thumbprint) async throws -> PublicKey?
  ) async throws {
    let client = CardBankClient(transport: transport, address: bank.address, bank: bank.key)
    self.bank = client
    bankName = bank.organisation.text
    self.address = address
    let now = await time.now()
    let later = now.advanced(by: Self.renewal)
    let category = try NumericText(Self.category)
    let secret = RenewableSecret(named: Self.secret, in: archive.keys)
    let stored = try await secret.current().flatMap { try? StoredMerchant(derBytes: $0) }
    let kept = stored?.withoutOutdated(at: now)
    if let kept, let desk = try? kept.desk(key: key, category: category, at: later) {
      if kept.earlierKeys != stored?.earlierKeys { try await secret.replace(with: kept.derBytes) }
      self.desk = desk
    } else {
      var generator = SystemRandomNumberGenerator()
      _ = try await client.openAccount(for: key, currency: .euro, operation: ID(using: &generator), now: now)
      let letter = try await client.agreement(with: key, now: now)
      let certified = try await client.register(letter, key: key, in: client.brand(at: now), time: time)
      let merchant = kept.map { certified.replacing($0, at: now) } ?? certified
      try await secret.replace(with: merchant.derBytes)
      desk = try merchant.desk(key: key, category: category, at: await time.now())
    }
    till = CardTill(
      desk: desk, gateway: client.gateway, records: archive.records, time: time, arbiterKey: arbiterKey)
  }
}
