import SemperCommerce
import SemperCryptography
import SemperSET

/// A wallet's card, opened.
struct InsertedCard: Sendable {
  let bank: Offer.Provider
  /// The bank's certified description, for the evidence of deals that are paid with the card.
  let description: SignedStatement
  let card: StoredCard
}
