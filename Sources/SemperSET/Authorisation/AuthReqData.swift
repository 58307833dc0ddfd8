public import SemperCoding
public import SemperCryptography

/// Merchant to gateway: may I have this money? The cardholder's instructions go along as baggage.
public struct AuthReqData: SETSealedContent, Hashable {
  public let item: AuthReqItem
  public let thumbs: Thumbs?
  /// Capture at once, if it is approved. Otherwise the money is only held.
  public let captureNow: Bool

  public static var contentType: OID { SETArc.contentType(16) }
  public static var envelopeType: OID { SETArc.contentType(52) }

  public var der: DERElement {
    .sequence([item.der, thumbs?.der.implicit(0), captureNow.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    item = try fields.value()
    thumbs = try fields.optional(0)
    captureNow = try fields.value()
    try fields.close()
  }

  init(item: AuthReqItem, thumbs: Thumbs? = nil, captureNow: Bool) {
    self.item = item
    self.thumbs = thumbs
    self.captureNow = captureNow
  }
}
