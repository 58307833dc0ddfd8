public import SemperArchive
import SemperCoding
import SemperCryptography
public import SemperModel

/// The authority's side of a merchant's or gateway's registration: both get a certificate for signatures and one for what is
/// sealed to them, by their agreement with the acquirer.
extension CertificateDesk {
  /// Which certificates this authority issues beside cardholders'.
  private var subject: CertificateType { authority.type == .gatewayAuthority ? .gateway : .merchant }

  private var requestType: RequestType { subject == .gateway ? .pgwyInitialBoth : .merInitialBoth }

  /// Me-AqCInitReq → Me-AqCInitRes. Returns the challenge too, which the request has to repeat.
  public func beginAgreement(
    _ message: [UInt8], software: SWIdent, using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws -> (Challenge, [UInt8]) {
    let wrapper = try MessageWrapper(message, at: now)
    guard case .meAqCInitReq(let request) = wrapper.message else { throw SETRefusal.unexpected(wrapper) }
    try wrapper.requireName(request.rrpid)
    guard request.brand == brand else { throw SETRefusal(.certificateBrand, "this authority is of the brand \(brand)") }
    guard request.type == requestType else {
      throw SETRefusal(.supported, "both certificates are issued together here")
    }
    let challenge = Challenge(using: &generator)
    let form = RegistrationForm(
      number: 2, policy: try UnicodeText("Test merchants and play money only."), questions: [])
    let data = MeAqCInitResData(
      rrpid: request.rrpid, entity: request.entity, challenge: request.challenge, authorityChallenge: challenge,
      type: request.type, form: form, encryption: Thumb(of: transport.certificate))
    let signed = try Signed(data, by: identity, carrying: [transport.certificate])
    return (challenge, wrap(.meAqCInitRes(signed), request.rrpid, software, now))
  }

  /// CertReq → CertRes, for a merchant or gateway: judged against the acquirer's agreements.
  public func certify(
    _ message: [UInt8], challenge: Challenge, agreements: AcquirerFile, records: any Records, software: SWIdent,
    using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) async throws -> [UInt8] {
    let wrapper = try MessageWrapper(message, at: now)
    guard case .certReq(let sealed) = wrapper.message else { throw SETRefusal.unexpected(wrapper) }
    let (envelope, info) = try sealed.open(with: transport)
    let (request, key) = try RegistrationChecks.request(envelope.signed, challenge: challenge)
    try wrapper.requireName(request.rrpid)
    guard case .account(let account) = info, let id = request.merchant, request.type == requestType,
      let transportKey = request.transportKey.flatMap({ try? TransportPublicKey(der: $0.bytes) })
    else { throw SETRefusal(.supported, "both certificates are issued together here") }
    let found = try await records.read { reader in
      try agreements.merchant(id, account: account.account.text, reader)
    }
    guard let merchant = found else {
      throw SETRefusal(.registrationSecret, "the acquirer has no agreement with this name and account")
    }
    let own = subject == .merchant ? merchant : nil
    let signing = try certify(
      .signing(key), common: merchant.merchant.text, as: subject, merchant: own, using: &generator, at: now)
    let sealing = try certify(
      .transport(transportKey), common: merchant.merchant.text, as: subject, merchant: own, using: &generator, at: now)
    let data = CertResData(
      rrpid: request.rrpid, entity: request.entity, challenge: request.challenge, status: .requestComplete,
      certificates: [Thumb(of: signing), Thumb(of: sealing)])
    let signed = try Signed(data, by: identity, carrying: [signing, sealing])
    return wrap(.certRes(.signed(signed)), request.rrpid, software, now)
  }

  /// CertInqReq → CertInqRes: the answer that was given to the request before, for who signs with the same key.
  public func inquire(
    _ message: [UInt8], key: PublicKey, earlier: (rrpid: RRPID, certificates: [[UInt8]])?, software: SWIdent,
    at now: Timestamp
  ) throws -> [UInt8] {
    let wrapper = try MessageWrapper(message, at: now)
    guard case .certInqReq(let signed) = wrapper.message else { throw SETRefusal.unexpected(wrapper) }
    let request = try signed.content(byHolderOf: key)
    try wrapper.requireName(request.rrpid)
    let found = earlier.flatMap { $0.rrpid == request.request ? $0.certificates : nil }
    let data = CertResData(
      rrpid: request.rrpid, entity: request.entity, challenge: request.challenge,
      status: found == nil ? .requestInProgress : .requestComplete, certificates: found?.map { Thumb(of: $0) })
    let answer = try Signed(data, by: identity, carrying: found ?? [])
    return wrap(.certInqRes(.signed(answer)), request.rrpid, software, now)
  }
}
