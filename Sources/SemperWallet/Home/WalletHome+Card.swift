import SemperArchiveSQLite
import SemperBank
import SemperCommerce
public import SemperCommunication
import SemperCryptography
import SemperEngine
public import SemperModel
public import SemperSET

extension WalletHome {
  /// Gets a card: opens an account at a certified bank that issues cards, has a key of this wallet certified for the card on it,
  /// and keeps it in the home, sealed. Called again it renews the certificate; the card is the same.
  ///
  /// The wallet pays with it from its next opening on.
  ///
  /// - Parameter letter: of a card that another bank has issued, as that bank or this one has sent it to the holder; no account is
  ///   opened for it.
  public func insertCard(from address: Address, letter: CardLetter? = nil) async throws {
    let now = await time.now()
    let bank = try await OfferFinder(transport, roles: deals.around.roles).role(.bank, at: address, now: now)
    let client = CardBankClient(transport: transport, address: address, bank: bank.description.key)
    let isElsewhere = letter != nil
    let known: CardLetter
    if let letter { known = letter } else { known = try await ownLetter(client, now) }
    let card = try await client.register(
      known, key: keys.card, in: client.brand(at: now), isElsewhere: isElsewhere, time: time)
    try WalletFiles(home: home.path).put(
      WalletCard(card, of: bank.statement.signed, sealedTo: keys.cardCase()))
  }

  /// The letter about the card on the wallet's account at a card bank.
  private func ownLetter(_ client: CardBankClient, _ now: Timestamp) async throws -> CardLetter {
    var generator = SystemRandomNumberGenerator()
    _ = try await client.openAccount(
      for: keys.cardAccount, currency: .euro, operation: ID(using: &generator), now: now)
    return try await client.letter(to: keys.cardAccount, now: now)
  }

  /// What is on the account that the card draws on; `nil` without a card, and where another bank has issued it, which alone knows.
  public func cardBalance() async throws -> Money? {
    guard let card, !card.card.isElsewhere else { return nil }
    let client = CardBankClient(transport: transport, address: card.bank.address, bank: card.bank.key)
    return try await client.account(of: keys.cardAccount, now: time.now()).balance
  }
}
