public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What names a transaction in every message about it.
public struct TransIDs: DERValue, Hashable {
  public let cardholderID: LocalID
  /// The merchant's name for the order; in a deal, the offer's id.
  public let merchantID: LocalID?
  public let xid: XID
  public let requested: Timestamp
  public let paymentSystemID: ByteString?
  public let language: Language

  public var der: DERElement {
    .sequence([
      cardholderID.der, merchantID?.der.implicit(0), xid.der, requested.der, paymentSystemID?.der.implicit(1),
      language.der,
    ])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    cardholderID = try fields.value()
    merchantID = try fields.optional(0)
    xid = try fields.value()
    requested = try fields.value()
    paymentSystemID = try fields.optional(1)
    language = try fields.value()
    try fields.close()
  }

  init(cardholderID: LocalID, merchantID: LocalID?, xid: XID, requested: Timestamp, language: Language) {
    self.cardholderID = cardholderID
    self.merchantID = merchantID
    self.xid = xid
    self.requested = requested
    paymentSystemID = nil
    self.language = language
  }
}
