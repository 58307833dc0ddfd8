public import SemperCoding
public import SemperCryptography

/// The gateway's token for an approval, on its way back to it.
public struct TokenBaggage: SETContent, Hashable {
  public let token: Sealed<CapTokenData>?

  public static var contentType: OID { SETArc.contentType(9) }

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
