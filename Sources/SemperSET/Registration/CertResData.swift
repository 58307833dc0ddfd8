public import SemperCoding
public import SemperCryptography

/// The authority's answer; the certificates come along in the signature.
public struct CertResData: SETSealedContent, Hashable {
  public let rrpid: RRPID
  public let entity: LocalID
  public let challenge: Challenge
  public let status: CertStatus
  /// The authority's share of the card's secret.
  public let share: CardSecret?
  /// Those that were issued.
  public let certificates: [Thumb]?

  public static var contentType: OID { SETArc.contentType(47) }
  public static var envelopeType: OID { SETArc.contentType(79) }

  public var der: DERElement {
    .sequence([rrpid.der, entity.der, challenge.der, status.der, share?.der.implicit(0), certificates?.der.implicit(1)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    rrpid = try fields.value()
    entity = try fields.value()
    challenge = try fields.value()
    status = try fields.value()
    share = try fields.optional(0)
    certificates = try fields.optional(1)
    try fields.close()
  }

  init(
    rrpid: RRPID, entity: LocalID, challenge: Challenge, status: CertStatus, share: CardSecret? = nil,
    certificates: [Thumb]? = nil
  ) {
    self.rrpid = rrpid
    self.entity = entity
    self.challenge = challenge
    self.status = status
    self.share = share
    self.certificates = certificates
  }
}
