public import SemperCoding
public import SemperCryptography

/// What the merchant has digested for itself, for the gateway to hold against the cardholder's own.
public struct CheckDigests: DERValue, Hashable {
  /// DD(OIData).
  public let order: CMSDigestedData
  /// DD(HODInput).
  public let orderText: CMSDigestedData

  public var der: DERElement {
    .sequence([order.der, orderText.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    order = try fields.value()
    orderText = try fields.value()
    try fields.close()
  }

  init(order: CMSDigestedData, orderText: CMSDigestedData) {
    self.order = order
    self.orderText = orderText
  }
}
