public import SemperCoding
public import SemperCryptography

/// Merchant to cardholder, signed: what has become of the purchase. Answers a purchase and every inquiry.
public struct PResData: SETContent, Hashable {
  public let transaction: TransIDs
  public let rrpid: RRPID
  public let challenge: Challenge
  public let payloads: [PResPayload]
  /// The ledger's word on a lock, where there is one.
  public let extensions: MessageExtensions?

  public static var contentType: OID { SETArc.contentType(14) }

  public var der: DERElement {
    .sequence([transaction.der, rrpid.der, challenge.der, payloads.der, extensions?.der.implicit(1)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    transaction = try fields.value()
    rrpid = try fields.value()
    challenge = try fields.value()
    payloads = try fields.value()
    extensions = try fields.optional(1)
    try fields.close()
  }

  init(
    transaction: TransIDs, rrpid: RRPID, challenge: Challenge, payloads: [PResPayload],
    extensions: MessageExtensions? = nil
  ) {
    self.transaction = transaction
    self.rrpid = rrpid
    self.challenge = challenge
    self.payloads = payloads
    self.extensions = extensions
  }
}
