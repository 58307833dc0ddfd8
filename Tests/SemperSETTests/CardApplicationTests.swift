import SemperArchive
import SemperCryptography
import SemperModel
import Testing

@testable import SemperSET

/// A cardholder or its authority that says one thing wrong while a card is registered.
@Suite struct CardApplicationTests {
  // MARK: What the cardholder refuses

  @Test func anAuthoritysAnswersAreToOurQuestions() async throws {
    let application = try CardApplication(await Market.shared.value)
    let (desk, holder) = (application.desk, application.holder)
    var generator = SystemRandomNumberGenerator()
    let (begun, _) = try application.begun()
    for (echo, expected) in try CardApplication.Echo.all(begun) {
      let data = CardCInitResData(
        rrpid: echo.rrpid, entity: echo.entity, challenge: echo.challenge,
        encryption: Thumb(of: desk.transport.certificate))
      let answer = application.wrap(
        .cardCInitRes(try Signed(data, by: desk.identity, carrying: [desk.transport.certificate])), begun.rrpid)
      #expect(
        try check {
          var generator = SystemRandomNumberGenerator()
          _ = try holder.form(answer, to: begun, using: &generator, at: Market.now)
        } == expected)
    }
    let (asked, _) = try application.opened()
    for (echo, expected) in try CardApplication.Echo.all(asked) {
      let form = RegistrationForm(number: 1, policy: try UnicodeText("Test"), questions: [])
      let data = RegFormResData(
        rrpid: echo.rrpid, entity: echo.entity, challenge: echo.challenge,
        authorityChallenge: Challenge(using: &generator), type: .cardInitialSig, form: form)
      let answer = application.wrap(.regFormRes(try Signed(data, by: desk.identity)), asked.rrpid)
      #expect(try check { _ = try holder.read(answer, to: asked, at: Market.now) } == expected)
    }
  }

  @Test func aCertificateIsForTheKeyAndTheCardThatWereSent() async throws {
    let application = try CardApplication(await Market.shared.value)
    let (desk, holder) = (application.desk, application.holder)
    var generator = SystemRandomNumberGenerator()
    let (_, form) = try application.filled()
    let (requested, _) = try application.requested(form)
    let share = CardSecret(using: &generator)
    let secret = try RegistrationChecks.secret(requested.share, share, requested.request)
    let own = Card(number: holder.number, expiry: holder.expiry, secret: secret)
    func refused(
      _ echo: CardApplication.Echo? = nil, status: CertStatus = .requestComplete, key: SigningKey? = nil,
      common: String? = nil
    ) throws -> SETCheck? {
      var generator = SystemRandomNumberGenerator()
      let echo = echo ?? CardApplication.Echo(requested.asked)
      let certificate = try desk.certify(
        .signing((key ?? requested.key).publicKey), common: common ?? own.commonName, as: .cardholder,
        using: &generator, at: Market.now)
      let data = CertResData(
        rrpid: echo.rrpid, entity: echo.entity, challenge: echo.challenge, status: status, share: share,
        certificates: [Thumb(of: certificate)])
      let answer = try KeyedAnswer(data, from: desk.identity, carrying: [certificate], key: requested.backKey)
      let message = application.wrap(.certRes(.sealed(answer)), requested.asked.rrpid)
      return try check { _ = try holder.certificate(message, to: requested, at: Market.now) }
    }
    for (echo, expected) in try CardApplication.Echo.all(requested.asked) {
      #expect(try refused(echo) == expected)
    }
    #expect(try refused(status: .requestPended) == .certificateChain)
    #expect(try refused(key: SigningKey()) == .cardholderName)
    #expect(try refused(common: "somebody else's card") == .cardholderName)
  }

  // MARK: What the authority refuses

  @Test func aFormIsForCardholders() async throws {
    let application = try CardApplication(await Market.shared.value)
    for (type, expected) in [
      (RequestType.cardInitialSig, nil), (.cardRenewalSig, nil), (.merInitialBoth, .supported),
    ] as [(RequestType, SETCheck?)] {
      var generator = SystemRandomNumberGenerator()
      let asked = try CardRegistration.Asked(using: &generator)
      let data = RegFormReqData(
        rrpid: asked.rrpid, entity: asked.entity, challenge: asked.challenge, type: type, language: try Language("en"))
      let authority = try application.holder.trust.certificate(
        application.desk.transport.certificate, among: application.desk.transport.issuers, .authorityOnLine, .transport,
        of: .cardholderAuthority, at: Market.now)
      let sealed = try ExtraStrong(
        data, secret: PANOnly(number: application.holder.number, nonce: Salt(using: &generator)), to: authority)
      let message = application.wrap(.regFormReq(sealed), asked.rrpid)
      #expect(
        try check {
          var generator = SystemRandomNumberGenerator()
          _ = try application.desk.form(
            message, software: application.holder.software, using: &generator, at: Market.now)
        } == expected)
    }
  }

  /// A request for a certificate that is honest but for what the test changes.
  private struct Wanted {
    var type = RequestType.cardInitialSig
    var backKey: [UInt8]? = [UInt8](repeating: 7, count: 32)
    /// What is said to be the key, by the point that is.
    var point: ([UInt8]) -> [UInt8] = { $0 }
    var challenge: Challenge
    var expiry: CardExpiry
  }

  private func refused(_ application: CardApplication, _ change: (inout Wanted) throws -> Void) async throws
    -> SETCheck?
  {
    var generator = SystemRandomNumberGenerator()
    let (challenge, form) = try application.filled()
    var wanted = Wanted(challenge: challenge, expiry: application.holder.expiry)
    try change(&wanted)
    let (asked, key) = (try CardRegistration.Asked(using: &generator), SigningKey())
    let code = RegistrationAnswer(
      name: try UnicodeText(CertificateDesk.codeQuestion), answer: try UnicodeText(TestMarket.code))
    let request = CertReqData(
      rrpid: asked.rrpid, entity: asked.entity, challenge: asked.challenge, authorityChallenge: wanted.challenge,
      type: wanted.type, date: Market.now, form: 1, answers: [code], backKey: wanted.backKey.map { ByteString($0) },
      signingKey: ByteString(wanted.point(try key.publicKey.uncompressedPoint)))
    let sealed = try CertReq(
      CertReqTBE(signed: Signed(request, by: key)),
      secret: .card(
        PANData0(
          number: application.holder.number, expiry: wanted.expiry, share: CardSecret(using: &generator),
          nonce: Salt(using: &generator))), to: form.authority)
    let message = application.wrap(.certReq(sealed), asked.rrpid)
    return try await eventualCheck { _ = try await application.certified(message, challenge) }
  }

  @Test func aRequestIsACardholdersForAKeyItHolds() async throws {
    let market = try await Market.shared.value
    let application = try CardApplication(market)
    #expect(try await refused(application) { _ in } == nil)
    #expect(try await refused(application) { $0.type = .cardRenewalSig } == nil)
    #expect(try await refused(application) { $0.type = .merInitialBoth } == .supported)
    #expect(try await refused(application) { $0.backKey = [UInt8](repeating: 7, count: 31) } == .supported)
    #expect(try await refused(application) { $0.backKey = nil } == .supported)
    #expect(try await refused(application) { $0.point = { $0 + [0] } } == .decoding)
    #expect(try await refused(application) { $0.point = { [0x05] + $0.dropFirst() } } == .decoding)
    var generator = SystemRandomNumberGenerator()
    let other = Challenge(using: &generator)
    #expect(try await refused(application) { $0.challenge = other } == .challenge)
    // A card that has expired, with the right code.
    let (old, number) = (try CardExpiry("202610"), application.holder.number)
    let buyer = market.buyer
    try await market.records.transact {
      try market.gateway.cards.issue(number, old, on: buyer, code: TestMarket.code, $0)
    }
    #expect(try await refused(application) { $0.expiry = old } == .registrationSecret)
  }

  @Test func theOfficeTakesChallengesThatItHasGiven() async throws {
    let market = try await Market.shared.value
    let application = try CardApplication(market)
    let office = CertificateOffice(
      application.desk, .cardholders(market.gateway.cards), records: market.records,
      software: application.holder.software)
    // The desk itself has given one, of which the office knows nothing.
    let (_, form) = try application.filled()
    let (_, message) = try application.requested(form)
    #expect(try await eventualCheck { _ = try await office.process(message, at: Market.now) } == .challenge)
    let (asked, second) = try application.opened()
    let answer = try await office.process(second, at: Market.now)
    let (_, third) = try application.requested(application.holder.read(answer, to: asked, at: Market.now))
    #expect(try await eventualCheck { _ = try await office.process(third, at: Market.now) } == nil)
    // The same again gets the same answer, and nothing else gets one under its name.
    let first = try await office.process(third, at: Market.now)
    #expect(try await office.process(third, at: Market.now) == first)
    let later = Market.now.advanced(by: Span(seconds: 1))
    let wrapper = try MessageWrapper(third)
    let other = MessageWrapper(
      MessageHeader(date: later, ids: nil, rrpid: wrapper.header.rrpid, software: wrapper.header.software),
      wrapper.message)
    #expect(try await eventualCheck { _ = try await office.process(other.derBytes, at: Market.now) } == .rrpid)
  }
}
