public import SemperCoding
public import SemperCryptography

/// What the merchant keeps for the gateway.
public struct AuthResBaggage: SETContent, Hashable {
  public let token: Sealed<CapTokenData>?

  public static var contentType: OID { SETArc.contentType(8) }

  public var der: DERElement {
    .sequence([token?.der.explicit(0)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    token = try fields.optionalExplicit(0)
    try fields.close()
  }

  init(token: Sealed<CapTokenData>? = nil) {
    self.token = token
  }
}
