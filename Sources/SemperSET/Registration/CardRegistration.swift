import SemperCoding
public import SemperCryptography
public import SemperModel

/// The cardholder's side of a registration, step by step. Each step gives the message to send and what the next one needs.
public struct CardRegistration: Sendable {
  let trust: SETTrust
  let number: CardNumber
  let expiry: CardExpiry
  let language: Language
  let software: SWIdent

  public init(trust: SETTrust, number: CardNumber, expiry: CardExpiry, language: Language, software: SWIdent) {
    self.trust = trust
    self.number = number
    self.expiry = expiry
    self.language = language
    self.software = software
  }

  /// A question that is on its way.
  public struct Asked: Sendable {
    let entity: LocalID
    let rrpid: RRPID
    let challenge: Challenge
    var authority: SETCertificate?

    init(using generator: inout some RandomNumberGenerator) throws {
      entity = try LocalID(bytes: Array(Salt(using: &generator).bytes.prefix(8)))
      rrpid = RRPID(using: &generator)
      challenge = Challenge(using: &generator)
    }
  }

  /// The form that the authority has sent.
  public struct Form: Sendable {
    public let form: RegistrationForm
    package let authority: SETCertificate
    let challenge: Challenge

    package init(form: RegistrationForm, authority: SETCertificate, challenge: Challenge) {
      self.form = form
      self.authority = authority
      self.challenge = challenge
    }
  }

  /// A request for a certificate that is on its way, with the secrets that the answer is opened and used with.
  public struct Requested: Sendable, Discreet {
    let asked: Asked
    let request: CertReqData
    let share: CardSecret
    let key: SigningKey
    let backKey: [UInt8]
  }

  /// CardCInitReq.
  public func begin(using generator: inout some RandomNumberGenerator, at now: Timestamp) throws -> (Asked, [UInt8]) {
    let asked = try Asked(using: &generator)
    let message = CardCInitReq(
      rrpid: asked.rrpid, entity: asked.entity, challenge: asked.challenge, brand: trust.brand)
    return (asked, wrap(.cardCInitReq(message), asked.rrpid, now))
  }

  /// Judges CardCInitRes and asks for the form: RegFormReq, with the card number in the RSA block.
  public func form(
    _ answer: [UInt8], to asked: Asked, using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws -> (Asked, [UInt8]) {
    let wrapper = try MessageWrapper(answer)
    guard case .cardCInitRes(let signed) = wrapper.message else { throw SETRefusal.unexpected(wrapper) }
    try wrapper.requireName(asked.rrpid)
    let content = try RegistrationChecks.authority(signed, .cardholderAuthority, trust: trust, at: now)
    try RegistrationChecks.answer(content.rrpid, content.challenge, content.entity, to: asked)
    guard let named = signed.data.certificates.first(where: { Thumb(of: $0) == content.encryption }) else {
      throw SETRefusal(.gatewayThumb, "the certificate that the authority signed for did not come along")
    }
    var next = try Asked(using: &generator)
    let authority = try trust.certificate(
      named, among: signed.data.certificates, .authorityOnLine, .transport, of: .cardholderAuthority, at: now)
    next.authority = authority
    let message = try ExtraStrong(
      RegFormReqData(
        rrpid: next.rrpid, entity: next.entity, challenge: next.challenge, type: .cardInitialSig, language: language),
      secret: PANOnly(number: number, nonce: Salt(using: &generator)), to: authority)
    return (next, wrap(.regFormReq(message), next.rrpid, now))
  }

  /// Judges RegFormRes.
  public func read(_ answer: [UInt8], to asked: Asked, at now: Timestamp) throws(SETRefusal) -> Form {
    let wrapper = try MessageWrapper(answer)
    guard case .regFormRes(let signed) = wrapper.message, let authority = asked.authority else {
      throw .unexpected(wrapper)
    }
    try wrapper.requireName(asked.rrpid)
    let content = try RegistrationChecks.authority(signed, .cardholderAuthority, trust: trust, at: now)
    try RegistrationChecks.answer(content.rrpid, content.challenge, content.entity, to: asked)
    return Form(form: content.form, authority: authority, challenge: content.authorityChallenge)
  }

  /// CertReq: the filled-in form, signed with the new key, with the card in the RSA block.
  public func request(
    _ form: Form, answers: [String: String], key: SigningKey, using generator: inout some RandomNumberGenerator,
    at now: Timestamp
  ) throws -> (Requested, [UInt8]) {
    let asked = try Asked(using: &generator)
    let share = CardSecret(using: &generator)
    let backKey = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let filled = try form.form.questions.compactMap { question in
      try answers[question.name.text].map { RegistrationAnswer(name: question.name, answer: try UnicodeText($0)) }
    }
    let request = CertReqData(
      rrpid: asked.rrpid, entity: asked.entity, challenge: asked.challenge, authorityChallenge: form.challenge,
      type: .cardInitialSig, date: now, form: form.form.number, answers: filled, backKey: ByteString(backKey),
      signingKey: ByteString(try key.publicKey.uncompressedPoint))
    let message = try CertReq(
      CertReqTBE(signed: Signed(request, by: key)),
      secret: .card(PANData0(number: number, expiry: expiry, share: share, nonce: Salt(using: &generator))),
      to: form.authority)
    return (
      Requested(asked: asked, request: request, share: share, key: key, backKey: backKey),
      wrap(.certReq(message), asked.rrpid, now)
    )
  }

  /// Judges CertRes: the card with its secret, and the identity to sign with.
  public func certificate(
    _ answer: [UInt8], to requested: Requested, at now: Timestamp
  ) throws -> (Card, SigningIdentity) {
    let wrapper = try MessageWrapper(answer)
    guard case .certRes(.sealed(let sealed)) = wrapper.message else { throw SETRefusal.unexpected(wrapper) }
    try wrapper.requireName(requested.asked.rrpid)
    let signed = try sealed.open(with: requested.backKey)
    let content = try RegistrationChecks.authority(signed, .cardholderAuthority, trust: trust, at: now)
    try RegistrationChecks.answer(content.rrpid, content.challenge, content.entity, to: requested.asked)
    guard content.status == .requestComplete, let share = content.share,
      let der = signed.data.certificates.first(where: { content.certificates == [Thumb(of: $0)] })
    else { throw SETRefusal(.certificateChain, blame: .provider, "the authority did not issue a certificate") }
    let secret = try RegistrationChecks.secret(requested.share, share, requested.request)
    let card = Card(number: number, expiry: expiry, secret: secret)
    let certificate = try trust.certificate(der, among: signed.data.certificates, .cardholder, .signing, at: now)
    guard certificate.signingKey == requested.key.publicKey, certificate.commonName == card.commonName else {
      throw SETRefusal(.cardholderName, blame: .provider, "the certificate is for another key or card")
    }
    return (
      card, SigningIdentity(certificate: der, issuers: certificate.issuers, key: requested.key)
    )
  }

  private func wrap(_ message: SETMessage, _ rrpid: RRPID, _ now: Timestamp) -> [UInt8] {
    MessageWrapper(MessageHeader(date: now, ids: nil, rrpid: rrpid, software: software), message).derBytes
  }
}
