public import SemperCoding
public import SemperCryptography
public import SemperModel

/// To an authority: certify this key. Signed with that key, which proves that the sender holds it.
public struct CertReqData: SETContent, Hashable {
  public let rrpid: RRPID
  public let entity: LocalID
  public let challenge: Challenge
  /// The one that the form bore.
  public let authorityChallenge: Challenge?
  public let type: RequestType
  public let date: Timestamp
  public let merchant: MerchantAcquirerID?
  public let form: Int
  public let answers: [RegistrationAnswer]?
  /// The key that the answer comes back under.
  public let backKey: ByteString?
  /// A point of P-256.
  public let signingKey: ByteString?
  /// An RSA key as SubjectPublicKeyInfo.
  public let transportKey: ByteString?

  public static var contentType: OID { SETArc.contentType(46) }

  public var der: DERElement {
    .sequence([
      rrpid.der, entity.der, challenge.der, authorityChallenge?.der.implicit(1), type.der, date.der,
      merchant?.der.implicit(2), form.der, answers?.der.implicit(3), backKey?.der.implicit(4),
      signingKey?.der.implicit(5), transportKey?.der.implicit(6),
    ])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    rrpid = try fields.value()
    entity = try fields.value()
    challenge = try fields.value()
    authorityChallenge = try fields.optional(1)
    type = try fields.value()
    date = try fields.value()
    merchant = try fields.optional(2)
    form = try fields.value()
    answers = try fields.optional(3)
    backKey = try fields.optional(4)
    signingKey = try fields.optional(5)
    transportKey = try fields.optional(6)
    try fields.close()
  }

  init(
    rrpid: RRPID, entity: LocalID, challenge: Challenge, authorityChallenge: Challenge? = nil, type: RequestType,
    date: Timestamp, merchant: MerchantAcquirerID? = nil, form: Int, answers: [RegistrationAnswer]? = nil,
    backKey: ByteString? = nil, signingKey: ByteString? = nil, transportKey: ByteString? = nil
  ) {
    self.rrpid = rrpid
    self.entity = entity
    self.challenge = challenge
    self.authorityChallenge = authorityChallenge
    self.type = type
    self.date = date
    self.merchant = merchant
    self.form = form
    self.answers = answers
    self.backKey = backKey
    self.signingKey = signingKey
    self.transportKey = transportKey
  }
}
