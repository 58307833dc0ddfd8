public import SemperCoding
public import SemperCryptography

/// To an authority, signed: has my request been decided?
public struct CertInqReqData: SETContent, Hashable {
  public let rrpid: RRPID
  public let entity: LocalID
  public let challenge: Challenge
  /// The request that is meant.
  public let request: RRPID

  public static var contentType: OID { SETArc.contentType(48) }

  public var der: DERElement {
    .sequence([rrpid.der, entity.der, challenge.der, request.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    rrpid = try fields.value()
    entity = try fields.value()
    challenge = try fields.value()
    request = try fields.value()
    try fields.close()
  }

  init(rrpid: RRPID, entity: LocalID, challenge: Challenge, request: RRPID) {
    self.rrpid = rrpid
    self.entity = entity
    self.challenge = challenge
    self.request = request
  }
}
