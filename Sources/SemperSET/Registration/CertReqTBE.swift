public import SemperCoding
public import SemperCryptography

/// A request for a certificate as it is sealed: signed first.
public struct CertReqTBE: SETSealedContent, Hashable {
  public let signed: Signed<CertReqData>

  public static var contentType: OID { SETArc.contentType(78) }
  public static var envelopeType: OID { SETArc.contentType(78) }

  public var der: DERElement {
    .sequence([signed.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    signed = try fields.value()
    try fields.close()
  }

  init(signed: Signed<CertReqData>) {
    self.signed = signed
  }
}
