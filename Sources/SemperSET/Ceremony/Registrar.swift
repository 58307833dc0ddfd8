import SemperArchive
import SemperCryptography
import SemperModel

/// Plays both sides of each registration, message by message.
struct Registrar {
  let ceremony: BrandCeremony
  let trust: SETTrust
  let records: any Records
  let software: SWIdent
  let now: Timestamp
  /// Of the keys of merchants and gateways that is sealed to.
  let bits: Int

  func register(
    _ number: CardNumber, _ expiry: CardExpiry, _ language: Language, _ cards: CardFile,
    using generator: inout some RandomNumberGenerator
  ) async throws -> (card: Card, identity: SigningIdentity, messages: [RecordedMessage]) {
    let holder = CardRegistration(trust: trust, number: number, expiry: expiry, language: language, software: software)
    let desk = ceremony.cardholders
    let (begun, first) = try holder.begin(using: &generator, at: now)
    let opening = try desk.begin(first, software: software, at: now)
    let (asked, second) = try holder.form(opening, to: begun, using: &generator, at: now)
    let (challenge, form) = try desk.form(second, software: software, using: &generator, at: now)
    let filled = try holder.read(form, to: asked, at: now)
    let (requested, third) = try holder.request(
      filled, answers: [CertificateDesk.codeQuestion: TestMarket.code], key: SigningKey(), using: &generator, at: now)
    let answer = try await desk.certify(
      third, challenge: challenge, cards: cards, records: records, software: software, using: &generator, at: now)
    let (card, identity) = try holder.certificate(answer, to: requested, at: now)
    let messages = try [first, opening, second, form, third, answer].map { try RecordedMessage($0) }
    return (card, identity, messages)
  }

  func register(
    _ type: CertificateType, _ name: MerchantID, _ acquirer: BIN, _ language: Language, _ agreements: AcquirerFile,
    using generator: inout some RandomNumberGenerator
  ) async throws -> (identity: SigningIdentity, transport: TransportIdentity, messages: [RecordedMessage]) {
    let applicant = MerchantRegistration(
      trust: trust, as: type, name: name, acquirer: acquirer, language: language, software: software)
    let desk = type == .gateway ? ceremony.gateways : ceremony.merchants
    let (begun, first) = try applicant.begin(using: &generator, at: now)
    let (challenge, opening) = try desk.beginAgreement(first, software: software, using: &generator, at: now)
    let (requested, second) = try applicant.request(
      opening, to: begun, account: TestMarket.account, key: SigningKey(), transport: TransportKey(bits: bits),
      using: &generator, at: now)
    let answer = try await desk.certify(
      second, challenge: challenge, agreements: agreements, records: records, software: software, using: &generator,
      at: now)
    let (identity, transport) = try applicant.certificates(answer, to: requested, at: now)
    // As if the answer had been lost.
    let (again, question) = try applicant.inquire(requested, using: &generator, at: now)
    let earlier = (rrpid: requested.asked.rrpid, certificates: [identity.certificate, transport.certificate])
    let told = try desk.inquire(question, key: requested.key.publicKey, earlier: earlier, software: software, at: now)
    _ = try applicant.certificates(told, to: again, of: requested, at: now)
    return (identity, transport, try [first, opening, second, answer, question, told].map { try RecordedMessage($0) })
  }
}
