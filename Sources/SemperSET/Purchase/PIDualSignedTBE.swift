public import SemperCoding
public import SemperCryptography

/// What is sealed to the gateway beside the card: the instructions with the digest of the order, linked to the card.
public struct PIDualSignedTBE: SETSealedContent, Hashable {
  public let link: Linked<PIHead>
  /// DD(PANData).
  public let card: CMSDigestedData

  public static var contentType: OID { SETArc.contentType(50) }
  public static var envelopeType: OID { SETArc.contentType(50) }

  public var der: DERElement {
    .sequence([link.der, card.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    link = try fields.value()
    card = try fields.value()
    try fields.close()
  }

  init(link: Linked<PIHead>, card: CMSDigestedData) {
    self.link = link
    self.card = card
  }
}
