public import SemperCoding
public import SemperCryptography

/// Cardholder to merchant: the purchase, signed so that merchant and gateway each can check it by half.
public struct PReqDualSigned: DERValue, Hashable {
  public let payment: PIDualSigned
  public let order: Linked<OIData>

  public var der: DERElement {
    .sequence([payment.der, order.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    payment = try fields.value()
    order = try fields.value()
    try fields.close()
  }

  init(payment: PIDualSigned, order: Linked<OIData>) {
    self.payment = payment
    self.order = order
  }
}
