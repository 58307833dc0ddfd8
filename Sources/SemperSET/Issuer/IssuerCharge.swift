public import SemperCryptography
public import SemperModel

/// What an issuer elsewhere has to know to decide about a payment with its card. It has no word of the order, and no description
/// that shows the card.
public struct IssuerCharge: Hashable, Sendable, Discreet {
  /// The card's number: digits.
  public let number: String
  /// The last month in which the card is good: `YYMM`.
  public let expiry: String
  public let amount: Money
  public let merchant: MerchantID
  /// What the payment is for: a digest of the purchase's number (XID), which tells nothing to others.
  public let purpose: SemperModel.Digest
  public let time: Timestamp

  init(card: PANData, amount: Money, merchant: MerchantID, xid: XID, at time: Timestamp) {
    number = card.number.digits
    expiry = String(card.expiry.digits.dropFirst(2))
    self.amount = amount
    self.merchant = merchant
    purpose = SemperModel.Digest(of: xid.bytes, for: .paymentReference)
    self.time = time
  }

  public var description: String { "a charge of \(amount)" }
}
