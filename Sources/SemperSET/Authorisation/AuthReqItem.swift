public import SemperCoding
public import SemperCryptography

/// One request for approval.
public struct AuthReqItem: DERValue, Hashable {
  public let tags: AuthTags
  public let digests: CheckDigests?
  public let payload: AuthReqPayload

  public var der: DERElement {
    .sequence([tags.der, digests?.der.implicit(0), payload.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    tags = try fields.value()
    digests = try fields.optional(0)
    payload = try fields.value()
    try fields.close()
  }

  init(tags: AuthTags, digests: CheckDigests? = nil, payload: AuthReqPayload) {
    self.tags = tags
    self.digests = digests
    self.payload = payload
  }
}
