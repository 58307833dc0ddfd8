import SemperArchive
import SemperCryptography
import SemperModel
import Testing

@testable import SemperSET

/// A merchant or its authority that says one thing wrong while the merchant is registered.
@Suite struct MerchantApplicationTests {
  private struct Scene {
    let market: TestMarket
    let desk: CertificateDesk
    let agreements = AcquirerFile(key: Nonce.fresh)
    let data: MerchantData
    let applicant: MerchantRegistration

    init(_ market: TestMarket) async throws {
      self.market = market
      desk = market.ceremony.merchants
      // Each scene has agreed for itself, under its own key.
      data = MerchantData(
        merchant: try MerchantID("SHOP-\(UInt32.random(in: .min ... .max))"), acquirer: try BIN(CardHouse.acquirer),
        names: [try UnicodeText("New")], country: 280)
      applicant = MerchantRegistration(
        trust: try market.ceremony.trust, as: .merchant, name: data.merchant, acquirer: data.acquirer,
        language: try Language("en"), software: market.merchant.software)
      let (agreements, data) = (agreements, data)
      try await market.records.transact { try agreements.agree(data, account: "right", $0) }
    }

    func wrap(_ message: SETMessage, _ rrpid: RRPID) -> [UInt8] {
      desk.wrap(message, rrpid, applicant.software, Market.now)
    }

    func begin(_ message: [UInt8]) throws -> (Challenge, [UInt8]) {
      var generator = SystemRandomNumberGenerator()
      return try desk.beginAgreement(message, software: applicant.software, using: &generator, at: Market.now)
    }

    func request(
      _ answer: [UInt8], to asked: CardRegistration.Asked, account: String = "right"
    ) throws -> (MerchantRegistration.Requested, [UInt8]) {
      var generator = SystemRandomNumberGenerator()
      return try applicant.request(
        answer, to: asked, account: account, key: SigningKey(), transport: market.merchantTransport.key,
        using: &generator,
        at: Market.now)
    }

    func certify(_ message: [UInt8], _ challenge: Challenge) async throws -> [UInt8] {
      var generator = SystemRandomNumberGenerator()
      return try await desk.certify(
        message, challenge: challenge, agreements: agreements, records: market.records, software: applicant.software,
        using: &generator, at: Market.now)
    }

    func begun() throws -> (CardRegistration.Asked, [UInt8]) {
      var generator = SystemRandomNumberGenerator()
      return try applicant.begin(using: &generator, at: Market.now)
    }
  }

  private func renamed(_ message: [UInt8]) throws -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    let wrapper = try MessageWrapper(message)
    return MessageWrapper(
      MessageHeader(
        date: wrapper.header.date, ids: wrapper.header.ids, rrpid: RRPID(using: &generator),
        software: wrapper.header.software), wrapper.message
    ).derBytes
  }

  // MARK: Names of requests

  @Test func theHeaderNamesTheRequestThatIsInIt() async throws {
    let scene = try await Scene(Market.shared.value)
    let applicant = scene.applicant
    var generator = SystemRandomNumberGenerator()
    let (begun, first) = try scene.begun()
    let beginning = try renamed(first)
    #expect(try check { _ = try scene.begin(beginning) } == .header)
    let (challenge, opening) = try scene.begin(first)
    let opened = try renamed(opening)
    #expect(try check { _ = try scene.request(opened, to: begun) } == .header)
    let (requested, second) = try scene.request(opening, to: begun)
    let asking = try renamed(second)
    #expect(try await eventualCheck { _ = try await scene.certify(asking, challenge) } == .header)
    let answer = try await scene.certify(second, challenge)
    let issued = try renamed(answer)
    #expect(try check { _ = try applicant.certificates(issued, to: requested, at: Market.now) } == .header)
    let (signing, _) = try applicant.certificates(answer, to: requested, at: Market.now)
    let (inquired, third) = try applicant.inquire(requested, using: &generator, at: Market.now)
    func told(_ message: [UInt8]) throws -> [UInt8] {
      guard case .certRes(.signed(let signed)) = try MessageWrapper(answer).message else { return [] }
      let thumbs = try signed.claimed().certificates ?? []
      let all = signed.data.certificates
      return try scene.desk.inquire(
        message, key: requested.key.publicKey,
        earlier: (requested.asked.rrpid, thumbs.compactMap { thumb in all.first { Thumb(of: $0) == thumb } }),
        software: applicant.software, at: Market.now)
    }
    let inquiring = try renamed(third)
    #expect(try check { _ = try told(inquiring) } == .header)
    let last = try renamed(told(third))
    #expect(
      try check { _ = try applicant.certificates(last, to: inquired, of: requested, at: Market.now) } == .header)
    let (again, _) = try applicant.certificates(told(third), to: inquired, of: requested, at: Market.now)
    #expect(again.certificate == signing.certificate)
  }

  // MARK: What the authority refuses

  @Test func aBeginningIsOfTheBrandAndForBothCertificates() async throws {
    let scene = try await Scene(Market.shared.value)
    func refused(_ type: RequestType, brand: BrandID? = nil) throws -> SETCheck? {
      var generator = SystemRandomNumberGenerator()
      let asked = try CardRegistration.Asked(using: &generator)
      let message = MeAqCInitReq(
        rrpid: asked.rrpid, entity: asked.entity, challenge: asked.challenge, type: type,
        merchant: MerchantAcquirerID(acquirer: scene.data.acquirer, merchant: scene.data.merchant),
        brand: brand ?? scene.applicant.trust.brand, language: try Language("en"))
      return try check { _ = try scene.begin(scene.wrap(.meAqCInitReq(message), asked.rrpid)) }
    }
    #expect(try refused(.merInitialBoth) == nil)
    #expect(try refused(.merInitialSig) == .supported)
    #expect(try refused(.merInitialBoth, brand: BrandID("Another Brand")) == .certificateBrand)
  }

  @Test func anApplicantIsTheOneOfTheAgreement() async throws {
    let scene = try await Scene(Market.shared.value)
    func refused(
      _ type: RequestType = .merInitialBoth, acquirer: String = CardHouse.acquirer, account: String = "right"
    ) async throws -> SETCheck? {
      var generator = SystemRandomNumberGenerator()
      let (_, first) = try scene.begun()
      let (challenge, _) = try scene.begin(first)
      let (asked, key) = (try CardRegistration.Asked(using: &generator), SigningKey())
      let request = CertReqData(
        rrpid: asked.rrpid, entity: asked.entity, challenge: asked.challenge, authorityChallenge: challenge, type: type,
        date: Market.now,
        merchant: MerchantAcquirerID(acquirer: try BIN(acquirer), merchant: scene.data.merchant), form: 2,
        signingKey: ByteString(try key.publicKey.uncompressedPoint),
        transportKey: ByteString(scene.market.merchantTransport.key.publicKey.der))
      let authority = try scene.applicant.trust.certificate(
        scene.desk.transport.certificate, among: scene.desk.transport.issuers, .authorityOnLine, .transport,
        of: .merchantAuthority, at: Market.now)
      let message = try CertReq(
        CertReqTBE(signed: Signed(request, by: key)),
        secret: .account(AcctData(account: try VisibleText(account), nonce: Salt(using: &generator))), to: authority)
      let bytes = scene.wrap(.certReq(message), asked.rrpid)
      return try await eventualCheck { _ = try await scene.certify(bytes, challenge) }
    }
    #expect(try await refused() == nil)
    #expect(try await refused(.merInitialSig) == .supported)
    #expect(try await refused(acquirer: "888888") == .registrationSecret)
    #expect(try await refused(account: "wrong") == .registrationSecret)
  }

  // MARK: What the merchant refuses

  @Test func anAuthoritysAnswersAreToOurQuestions() async throws {
    let scene = try await Scene(Market.shared.value)
    let desk = scene.desk
    var generator = SystemRandomNumberGenerator()
    let (begun, _) = try scene.begun()
    for (echo, expected) in try CardApplication.Echo.all(begun) {
      let form = RegistrationForm(number: 2, policy: try UnicodeText("Test"), questions: [])
      let data = MeAqCInitResData(
        rrpid: echo.rrpid, entity: echo.entity, challenge: echo.challenge,
        authorityChallenge: Challenge(using: &generator), type: .merInitialBoth, form: form,
        encryption: Thumb(of: desk.transport.certificate))
      let answer = scene.wrap(
        .meAqCInitRes(try Signed(data, by: desk.identity, carrying: [desk.transport.certificate])), begun.rrpid)
      #expect(try check { _ = try scene.request(answer, to: begun) } == expected)
    }
  }

  @Test func bothCertificatesAreForTheKeysThatWereSent() async throws {
    let scene = try await Scene(Market.shared.value)
    let desk = scene.desk
    let (begun, first) = try scene.begun()
    let (requested, _) = try scene.request(scene.begin(first).1, to: begun)
    let other = scene.market.gatewayTransport.key
    func refused(
      _ echo: CardApplication.Echo? = nil, status: CertStatus = .requestComplete, key: SigningKey? = nil,
      transport: TransportKey? = nil, isThree: Bool = false
    ) throws -> SETCheck? {
      var generator = SystemRandomNumberGenerator()
      let echo = echo ?? CardApplication.Echo(requested.asked)
      let name = scene.data.merchant.text
      let signing = try desk.certify(
        .signing((key ?? requested.key).publicKey), common: name, as: .merchant, merchant: scene.data,
        using: &generator, at: Market.now)
      let sealing = try desk.certify(
        .transport((transport ?? requested.transport).publicKey), common: name, as: .merchant, merchant: scene.data,
        using: &generator, at: Market.now)
      let issued = isThree ? [signing, sealing, signing] : [signing, sealing]
      let data = CertResData(
        rrpid: echo.rrpid, entity: echo.entity, challenge: echo.challenge, status: status,
        certificates: issued.map { Thumb(of: $0) })
      let message = scene.wrap(
        .certRes(.signed(try Signed(data, by: desk.identity, carrying: [signing, sealing]))), requested.asked.rrpid)
      return try check { _ = try scene.applicant.certificates(message, to: requested, at: Market.now) }
    }
    for (echo, expected) in try CardApplication.Echo.all(requested.asked) { #expect(try refused(echo) == expected) }
    #expect(try refused(status: .requestPended) == .certificateChain)
    #expect(try refused(isThree: true) == .certificateChain, "three are not both")
    #expect(try refused(key: SigningKey()) == .certificateChain)
    #expect(try refused(transport: other) == .certificateChain)
  }
}
