public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The three statements by which two sides agree on a payment, as they travel and are kept. Nothing about them has been
/// verified; see `AgreedPayment`.
public struct PaymentAgreement: Hashable, Sendable, CanonicalValue {
  public let offer: SignedStatement
  public let selection: SignedStatement
  public let confirmation: SignedStatement

  public init(offer: SignedStatement, selection: SignedStatement, confirmation: SignedStatement) {
    self.offer = offer
    self.selection = selection
    self.confirmation = confirmation
  }

  /// Names the payment: the digest of the confirmation, which names the selection, which names the offer.
  public var digest: Digest { confirmation.digest }

  public var json: JSON {
    .fields(["confirmation": confirmation.json, "offer": offer.json, "selection": selection.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    confirmation = try fields.value("confirmation")
    offer = try fields.value("offer")
    selection = try fields.value("selection")
    try fields.close()
  }
}
