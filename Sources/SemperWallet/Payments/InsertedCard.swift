import SemperCommerce
import SemperCryptography
import SemperModel
import SemperSET

/// A wallet's card, opened.
struct InsertedCard: Sendable {
  let bank: Offer.Provider
  /// The bank's certified description, for the evidence of deals that are paid with the card.
  let description: SignedStatement
  let card: StoredCard

  /// The name under which the bank was certified when the card was put in.
  var bankName: String { description.journalled(as: RoleDescription.self).organisation.text }
}
