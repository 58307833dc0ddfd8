public import SemperArchive
import SemperCoding
import SemperCryptography
public import SemperModel

/// The authority's side of a cardholder's registration.
///
/// Who knows a card number must not be able to register a key for the card: the form asks for the code that the issuer sent by
/// letter. The secret of the card is made of a share of each side, so that neither can choose it.
extension CertificateDesk {
  package static let codeQuestion = "Registration code from the issuer's letter"
  static let cardholderForm = 1

  /// CardCInitReq → CardCInitRes.
  public func begin(_ message: [UInt8], software: SWIdent, at now: Timestamp) throws -> [UInt8] {
    let wrapper = try MessageWrapper(message, at: now)
    guard case .cardCInitReq(let request) = wrapper.message else { throw SETRefusal.unexpected(wrapper) }
    try wrapper.requireName(request.rrpid)
    guard request.brand == brand else { throw SETRefusal(.certificateBrand, "this authority is of the brand \(brand)") }
    let data = CardCInitResData(
      rrpid: request.rrpid, entity: request.entity, challenge: request.challenge,
      encryption: Thumb(of: transport.certificate))
    let signed = try Signed(data, by: identity, carrying: [transport.certificate])
    return wrap(.cardCInitRes(signed), request.rrpid, software, now)
  }

  /// RegFormReq → RegFormRes. Returns the challenge too, which the request has to repeat.
  public func form(
    _ message: [UInt8], software: SWIdent, using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws -> (Challenge, [UInt8]) {
    let wrapper = try MessageWrapper(message, at: now)
    guard case .regFormReq(let sealed) = wrapper.message else { throw SETRefusal.unexpected(wrapper) }
    let (request, _) = try sealed.open(with: transport)
    try wrapper.requireName(request.rrpid)
    guard request.type == .cardInitialSig || request.type == .cardRenewalSig else {
      throw SETRefusal(.supported, "this authority certifies cardholders")
    }
    let challenge = Challenge(using: &generator)
    let form = RegistrationForm(
      number: Self.cardholderForm, policy: try UnicodeText("Test cards and play money only."),
      questions: [RegistrationField(name: try UnicodeText(Self.codeQuestion), isRequired: true, isSecret: true)])
    let data = RegFormResData(
      rrpid: request.rrpid, entity: request.entity, challenge: request.challenge, authorityChallenge: challenge,
      type: request.type, form: form)
    return (challenge, wrap(.regFormRes(try Signed(data, by: identity)), request.rrpid, software, now))
  }

  /// CertReq → CertRes, for a cardholder: judged against the issuer's cards.
  public func certify(
    _ message: [UInt8], challenge: Challenge, cards: CardFile, records: any Records, software: SWIdent,
    using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) async throws -> [UInt8] {
    let wrapper = try MessageWrapper(message, at: now)
    guard case .certReq(let sealed) = wrapper.message else { throw SETRefusal.unexpected(wrapper) }
    let (envelope, account) = try sealed.open(with: transport)
    let (request, key) = try RegistrationChecks.request(envelope.signed, challenge: challenge)
    try wrapper.requireName(request.rrpid)
    guard case .card(let card) = account, let backKey = request.backKey?.bytes, backKey.count == 32,
      request.type == .cardInitialSig || request.type == .cardRenewalSig
    else { throw SETRefusal(.supported, "this authority certifies cardholders") }
    let code = request.answers?.first { $0.name.text == Self.codeQuestion }?.answer.text
    let isHolder = try await records.read { reader in
      try cards.accepts(code ?? "", card.number, card.expiry, reader)
    }
    guard isHolder, card.expiry.covers(now) else {
      throw SETRefusal(.registrationSecret, "the issuer does not know this card with this code")
    }
    let share = CardSecret(using: &generator)
    let secret = try RegistrationChecks.secret(card.share, share, request)
    let certificate = try certify(
      .signing(key), common: Card.commonName(card.number, card.expiry, secret), as: .cardholder, using: &generator,
      at: now)
    let data = CertResData(
      rrpid: request.rrpid, entity: request.entity, challenge: request.challenge, status: .requestComplete,
      share: share, certificates: [Thumb(of: certificate)])
    let answer = try KeyedAnswer(data, from: identity, carrying: [certificate], key: backKey)
    return wrap(.certRes(.sealed(answer)), request.rrpid, software, now)
  }

  func wrap(_ message: SETMessage, _ rrpid: RRPID, _ software: SWIdent, _ now: Timestamp) -> [UInt8] {
    MessageWrapper(MessageHeader(date: now, ids: nil, rrpid: rrpid, software: software), message).derBytes
  }
}
