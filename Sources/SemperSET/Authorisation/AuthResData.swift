public import SemperCoding
public import SemperCryptography

/// Gateway to merchant: the answer to a request for approval.
public struct AuthResData: SETSealedContent, Hashable {
  public let tags: AuthTags
  public let gateway: Thumb?
  public let payload: AuthResPayload

  public static var contentType: OID { SETArc.contentType(17) }
  public static var envelopeType: OID { SETArc.contentType(53) }

  public var der: DERElement {
    .sequence([tags.der, gateway?.der.explicit(1), payload.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    tags = try fields.value()
    gateway = try fields.optionalExplicit(1)
    payload = try fields.value()
    try fields.close()
  }

  init(tags: AuthTags, gateway: Thumb? = nil, payload: AuthResPayload) {
    self.tags = tags
    self.gateway = gateway
    self.payload = payload
  }
}
