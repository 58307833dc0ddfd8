public import SemperCoding
public import SemperCryptography

/// What the cardholder signs, once for both: the digests of the two halves.
public struct PITBS: SETContent, Hashable {
  /// DD(PIData).
  public let payment: CMSDigestedData
  /// DD(OIData).
  public let order: CMSDigestedData

  public static var contentType: OID { SETArc.contentType(13) }

  public var der: DERElement {
    .sequence([payment.der, order.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    payment = try fields.value()
    order = try fields.value()
    try fields.close()
  }

  init(payment: CMSDigestedData, order: CMSDigestedData) {
    self.payment = payment
    self.order = order
  }
}
