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

  /// Opens the merchant's account, agrees with the bank and has the shop's key certified, or takes up what was kept.
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
    let kept = try await archive.keys.secret(named: Self.secret).flatMap { try? StoredMerchant(derBytes: $0) }
    if let kept, let desk = try? kept.desk(key: key, category: category, at: later) {
      self.desk = desk
    } else {
      var generator = SystemRandomNumberGenerator()
      _ = try await client.openAccount(for: key, currency: .euro, operation: ID(using: &generator), now: now)
      let letter = try await client.agreement(with: key, now: now)
      let merchant = try await client.register(letter, key: key, in: client.brand(at: now), time: time)
      try await archive.keys.destroy(named: Self.secret)
      try await archive.keys.store(merchant.derBytes, named: Self.secret)
      desk = try merchant.desk(key: key, category: category, at: await time.now())
    }
    till = CardTill(
      desk: desk, gateway: client.gateway, records: archive.records, time: time, arbiterKey: arbiterKey)
  }
}
