public import SemperCoding
public import SemperCryptography

/// The payment instructions: the half of a purchase that is for the gateway. The merchant sees its digest only.
public struct PIData: SETContent, Hashable {
  public let head: PIHead
  public let card: PANData

  public static var contentType: OID { SETArc.contentType(5) }

  public var der: DERElement {
    .sequence([head.der, card.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    head = try fields.value()
    card = try fields.value()
    try fields.close()
  }

  init(head: PIHead, card: PANData) {
    self.head = head
    self.card = card
  }
}
