import SemperArchiveSQLite
import SemperBank
import SemperCommerce
public import SemperCommunication
import SemperCryptography
import SemperEngine
public import SemperModel
import SemperSET

extension WalletHome {
  /// Gets a card: opens an account at a certified bank that issues cards, has a key of this wallet certified for the card on it,
  /// and keeps it in the home, sealed. Called again it renews the certificate; the card is the same.
  ///
  /// The wallet pays with it from its next opening on.
  public func insertCard(from address: Address) async throws {
    let now = await time.now()
    let bank = try await OfferFinder(transport, roles: deals.around.roles).role(.bank, at: address, now: now)
    let client = CardBankClient(transport: transport, address: address, bank: bank.description.key)
    var generator = SystemRandomNumberGenerator()
    _ = try await client.openAccount(
      for: keys.cardAccount, currency: .euro, operation: ID(using: &generator), now: now)
    let letter = try await client.letter(to: keys.cardAccount, now: now)
    let card = try await client.register(letter, key: keys.card, in: client.brand(at: now), time: time)
    try WalletFiles(home: home.path).put(
      WalletCard(card, of: bank.statement.signed, sealedTo: keys.cardCase()))
  }

  /// What is on the account that the card draws on; `nil` without a card.
  public func cardBalance() async throws -> Money? {
    guard let card else { return nil }
    let client = CardBankClient(transport: transport, address: card.bank.address, bank: card.bank.key)
    return try await client.account(of: keys.cardAccount, now: time.now()).balance
  }
}
