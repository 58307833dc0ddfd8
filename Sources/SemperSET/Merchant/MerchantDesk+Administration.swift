import SemperCryptography
public import SemperModel

/// What the merchant asks the gateway beside the payments themselves.
extension MerchantDesk {
  /// BatchAdminReq: opens nothing by itself; closes the open batch, or asks what one holds.
  public func administer(
    batch: Int?, _ operation: BatchOperation?, using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws -> (RRPID, [UInt8]) {
    let rrpid = RRPID(using: &generator)
    let content = BatchAdminReqData(tags: tags(rrpid, now), batch: batch, operation: operation)
    let message = try Sealed(
      content, from: identity, carrying: [transport.certificate], to: gateway.transport)
    return (rrpid, wrap(.batchAdminReq(message), rrpid, nil, now))
  }

  /// Judges BatchAdminRes.
  public func batch(_ answer: [UInt8], to rrpid: RRPID, at now: Timestamp) throws(SETRefusal) -> BatchAdminResData {
    let wrapper = try MessageWrapper(answer)
    guard case .batchAdminRes(let message) = wrapper.message else { throw .unexpected(wrapper) }
    let data = try content(of: message, at: now)
    try require(data.tags.rrpid == rrpid, .rrpid, "the answer belongs to another request")
    try wrapper.requireName(rrpid)
    try require(data.tags.merchant == merchant, .payee, "the answer is for another merchant")
    return data
  }

  /// PCertReq: asks for the gateway's current certificate for key exchange.
  public func askCertificates(
    using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws -> (RRPID, [UInt8]) {
    let rrpid = RRPID(using: &generator)
    let signed = try Signed(PCertReqData(tags: tags(rrpid, now), brands: [trust.brand]), by: identity)
    return (rrpid, wrap(.pCertReq(signed), rrpid, nil, now))
  }

  /// Judges PCertRes: the gateway to offer from now on.
  public func certificates(_ answer: [UInt8], to rrpid: RRPID, at now: Timestamp) throws(SETRefusal)
    -> GatewayCertificates
  {
    let wrapper = try MessageWrapper(answer)
    guard case .pCertRes(let signed) = wrapper.message else { throw .unexpected(wrapper) }
    let content = try signed.content(by: try trust.signer(of: signed.data, .gateway, at: now))
    try require(content.tags.rrpid == rrpid, .rrpid, "the answer belongs to another request")
    try wrapper.requireName(rrpid)
    let all = signed.data.certificates
    guard content.tags.merchant == merchant, let thumb = content.certificates.first,
      let der = all.first(where: { Thumb(of: $0) == thumb })
    else { throw SETRefusal(.gatewayThumb, "the certificate that the gateway signed for did not come along") }
    let found = try trust.certificate(der, among: all, .gateway, .transport, at: now)
    return GatewayCertificates(transport: found, issuers: found.issuers)
  }
}
