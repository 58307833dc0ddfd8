import SemperCoding
public import SemperCryptography
public import SemperModel

/// A merchant's or gateway's side of its registration, step by step.
public struct MerchantRegistration: Sendable {
  let trust: SETTrust
  let type: CertificateType
  let name: MerchantID
  let acquirer: BIN
  let language: Language
  let software: SWIdent

  /// - Precondition: the type is merchant or gateway.
  public init(
    trust: SETTrust, as type: CertificateType, name: MerchantID, acquirer: BIN, language: Language, software: SWIdent
  ) {
    precondition(type == .merchant || type == .gateway)
    self.trust = trust
    self.type = type
    self.name = name
    self.acquirer = acquirer
    self.language = language
    self.software = software
  }

  /// A request for certificates that is on its way.
  public struct Requested: Sendable {
    let asked: CardRegistration.Asked
    let key: SigningKey
    let transport: TransportKey
  }

  private var issuer: CertificateType { type == .gateway ? .gatewayAuthority : .merchantAuthority }
  private var requestType: RequestType { type == .gateway ? .pgwyInitialBoth : .merInitialBoth }
  private var id: MerchantAcquirerID { MerchantAcquirerID(acquirer: acquirer, merchant: name) }

  /// Me-AqCInitReq.
  public func begin(
    using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws -> (CardRegistration.Asked, [UInt8]) {
    let asked = try CardRegistration.Asked(using: &generator)
    let message = MeAqCInitReq(
      rrpid: asked.rrpid, entity: asked.entity, challenge: asked.challenge, type: requestType, merchant: id,
      brand: trust.brand, language: language)
    return (asked, wrap(.meAqCInitReq(message), asked.rrpid, now))
  }

  /// Judges Me-AqCInitRes and asks for both certificates: CertReq.
  public func request(
    _ answer: [UInt8], to asked: CardRegistration.Asked, account: String, key: SigningKey, transport: TransportKey,
    using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws -> (Requested, [UInt8]) {
    let wrapper = try MessageWrapper(answer)
    guard case .meAqCInitRes(let signed) = wrapper.message else { throw SETRefusal.unexpected(wrapper) }
    try wrapper.requireName(asked.rrpid)
    let content = try RegistrationChecks.authority(signed, issuer, trust: trust, at: now)
    try RegistrationChecks.answer(content.rrpid, content.challenge, content.entity, to: asked)
    guard let named = signed.data.certificates.first(where: { Thumb(of: $0) == content.encryption }) else {
      throw SETRefusal(.gatewayThumb, "the certificate that the authority signed for did not come along")
    }
    let authority = try trust.certificate(
      named, among: signed.data.certificates, .authorityOnLine, .transport, of: issuer, at: now)
    let next = try CardRegistration.Asked(using: &generator)
    let request = CertReqData(
      rrpid: next.rrpid, entity: next.entity, challenge: next.challenge, authorityChallenge: content.authorityChallenge,
      type: requestType, date: now, merchant: id, form: content.form.number,
      signingKey: ByteString(try key.publicKey.uncompressedPoint), transportKey: ByteString(transport.publicKey.der))
    let message = try CertReq(
      CertReqTBE(signed: Signed(request, by: key)),
      secret: .account(AcctData(account: try VisibleText(account), nonce: Salt(using: &generator))), to: authority)
    return (
      Requested(asked: next, key: key, transport: transport), wrap(.certReq(message), next.rrpid, now)
    )
  }

  /// Judges CertRes: the two identities.
  public func certificates(
    _ answer: [UInt8], to requested: Requested, at now: Timestamp
  ) throws -> (SigningIdentity, TransportIdentity) {
    let wrapper = try MessageWrapper(answer)
    guard case .certRes(.signed(let signed)) = wrapper.message else { throw SETRefusal.unexpected(wrapper) }
    try wrapper.requireName(requested.asked.rrpid)
    return try identities(signed, to: requested.asked, of: requested, at: now)
  }

  /// CertInqReq: what has become of a request, signed with the key that it wanted certified.
  public func inquire(
    _ requested: Requested, using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws -> (CardRegistration.Asked, [UInt8]) {
    let asked = try CardRegistration.Asked(using: &generator)
    let content = CertInqReqData(
      rrpid: asked.rrpid, entity: asked.entity, challenge: asked.challenge, request: requested.asked.rrpid)
    return (asked, wrap(.certInqReq(try Signed(content, by: requested.key)), asked.rrpid, now))
  }

  /// Judges CertInqRes: the two identities, once they were issued.
  public func certificates(
    _ answer: [UInt8], to asked: CardRegistration.Asked, of requested: Requested, at now: Timestamp
  ) throws -> (SigningIdentity, TransportIdentity) {
    let wrapper = try MessageWrapper(answer)
    guard case .certInqRes(.signed(let signed)) = wrapper.message else { throw SETRefusal.unexpected(wrapper) }
    try wrapper.requireName(asked.rrpid)
    return try identities(signed, to: asked, of: requested, at: now)
  }

  private func identities(
    _ signed: Signed<CertResData>, to asked: CardRegistration.Asked, of requested: Requested, at now: Timestamp
  ) throws -> (SigningIdentity, TransportIdentity) {
    let content = try RegistrationChecks.authority(signed, issuer, trust: trust, at: now)
    try RegistrationChecks.answer(content.rrpid, content.challenge, content.entity, to: asked)
    let all = signed.data.certificates
    let named = content.certificates?.compactMap { thumb in all.first { Thumb(of: $0) == thumb } } ?? []
    guard content.status == .requestComplete, named.count == 2 else {
      throw SETRefusal(.certificateChain, blame: .provider, "the authority did not issue both certificates")
    }
    let signing = try trust.certificate(named[0], among: all, type, .signing, at: now)
    let sealing = try trust.certificate(named[1], among: all, type, .transport, at: now)
    guard signing.signingKey == requested.key.publicKey,
      sealing.leaf.key == .transport(requested.transport.publicKey)
    else { throw SETRefusal(.certificateChain, blame: .provider, "the certificates are for other keys") }
    let issuers = signing.issuers
    return (
      SigningIdentity(certificate: named[0], issuers: issuers, key: requested.key),
      TransportIdentity(certificate: named[1], issuers: issuers, key: requested.transport)
    )
  }

  private func wrap(_ message: SETMessage, _ rrpid: RRPID, _ now: Timestamp) -> [UInt8] {
    MessageWrapper(MessageHeader(date: now, ids: nil, rrpid: rrpid, software: software), message).derBytes
  }
}
