import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperSET

/// A card that a wallet's owner has put in: the bank that issued it, in its own certified words, and the card with its certified
/// key, sealed to the wallet's seed.
struct WalletCard: Hashable, Sendable, CanonicalValue {
  private static let context = Array("card".utf8)

  /// The bank's `role`.
  let bank: SignedStatement
  private let sealed: ByteString

  init(_ card: StoredCard, of bank: SignedStatement, sealedTo key: SealingKey) throws(CryptographyError) {
    self.bank = bank
    sealed = ByteString(
      try key.publicKey.seal(card.derBytes, for: .dealKey, context: Self.context, authenticating: bank.canonicalBytes))
  }

  func card(openedWith key: SealingKey) throws -> StoredCard {
    try StoredCard(
      derBytes: key.open(
        sealed.bytes, for: .dealKey, context: Self.context, authenticating: bank.canonicalBytes))
  }

  /// Where the bank was when the card was put in; it was verified then.
  func provider() throws(Refusal) -> Offer.Provider {
    let description = try VerifiedStatement<RoleDescription>(verifying: bank, keys: KeySet()).content
    return Offer.Provider(key: description.key, address: description.address)
  }

  var json: JSON { .fields(["bank": bank.json, "card": sealed.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    bank = try fields.value("bank")
    sealed = try fields.value("card")
    try fields.close()
  }
}
