public import SemperCoding
public import SemperCryptography

/// Merchant to cardholder, signed: the name of the transaction, both challenges, and which gateway certificate the payment
/// instructions are to be sealed to.
public struct PInitResData: SETContent, Hashable {
  public let transaction: TransIDs
  public let rrpid: RRPID
  public let cardholderChallenge: Challenge
  public let merchantChallenge: Challenge
  /// The gateway's certificate for key exchange.
  public let gateway: Thumb
  public let thumbs: Thumbs?

  public static var contentType: OID { SETArc.contentType(12) }

  public var der: DERElement {
    .sequence([
      transaction.der, rrpid.der, cardholderChallenge.der, merchantChallenge.der, gateway.der.explicit(1),
      thumbs?.der.explicit(2),
    ])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    transaction = try fields.value()
    rrpid = try fields.value()
    cardholderChallenge = try fields.value()
    merchantChallenge = try fields.value()
    gateway = try fields.explicit(1)
    thumbs = try fields.optionalExplicit(2)
    try fields.close()
  }

  init(
    transaction: TransIDs, rrpid: RRPID, cardholderChallenge: Challenge, merchantChallenge: Challenge, gateway: Thumb,
    thumbs: Thumbs? = nil
  ) {
    self.transaction = transaction
    self.rrpid = rrpid
    self.cardholderChallenge = cardholderChallenge
    self.merchantChallenge = merchantChallenge
    self.gateway = gateway
    self.thumbs = thumbs
  }
}
