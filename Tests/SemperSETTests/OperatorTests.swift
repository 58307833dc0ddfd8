import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@testable import SemperSET

/// SET's operators, the wrapper and the chain of certificates: what is rightly made and is something else is refused by its name.
@Suite struct OperatorTests {
  // MARK: Form

  @Test func anAlternativeIsTheOneOfTheProfile() throws {
    #expect(try Alternative<First, Int>(der: 7.der.explicit(0)).content == 7)
    #expect(throws: CodingError.self) { try Alternative<First, Int>(der: 7.der.explicit(1)) }
    #expect(throws: CodingError.self) {
      try Alternative<First, Int>(der: DERElement(.context(0), .constructed([7.der, 8.der])))
    }
  }

  @Test func aMessageIsOfThisProfileAndOfThisHour() async throws {
    let market = try await Market.shared.value
    let message = try Purchase(Market.order(in: market), in: market).pReq
    let wrapper = try MessageWrapper(message)
    let header = wrapper.header
    func written(_ version: Int) -> [UInt8] {
      let fields: [DERElement?] = [
        version.der, header.date.der, header.ids?.der.implicit(0), header.rrpid?.der.implicit(1), header.software.der,
      ]
      return DERElement.sequence([DERElement.sequence(fields), wrapper.message.der.explicit(0)]).encoded
    }
    #expect(written(MessageHeader.profile) == message)
    #expect(try check { _ = try MessageWrapper(written(1)) } == .version)
    for (seconds, expected) in [(3_600, nil), (-3_600, nil), (3_601, .date), (-3_601, .early)] as [(Int64, SETCheck?)] {
      let now = Timestamp(seconds: Market.now.seconds + seconds)
      #expect(try check { _ = try MessageWrapper(message, at: now) } == expected, "\(seconds)")
    }
  }

  // MARK: Signatures

  private func totals() -> PCertReqData {
    var generator = SystemRandomNumberGenerator()
    return PCertReqData(
      tags: RRTags(rrpid: RRPID(using: &generator), merchant: merchant, date: Market.now), brands: [])
  }

  private let merchant: MerchantID

  init() throws { merchant = try MerchantID(TestMarket.merchantName) }

  @Test func aSignatureIsOfOneTypeOfContentByOneKey() async throws {
    let market = try await Market.shared.value
    let (content, identity) = (totals(), market.merchant.identity)
    let signed = try Signed(content, by: identity)
    let key = identity.key.publicKey
    #expect(try signed.content(byKey: key) == content)
    #expect(try check { _ = try signed.content(byKey: SigningKey().publicKey) } == .signature)
    let named = SigningIdentity(certificate: identity.certificate, issuers: identity.issuers, key: SigningKey())
    let certificate = try market.merchant.trust.signer(of: signed.data, .merchant, at: Market.now)
    #expect(try signed.content(by: certificate) == content)
    #expect(
      try check { _ = try Signed(content, by: named).content(by: certificate) } == .signature, "somebody else's name")
    let other = try Signed<PCertResData>(der: signed.der)
    #expect(try check { _ = try other.claimed() } == .contentType)
    let twice = try CMSSignedData(
      PCertReqData.contentType, content.derBytes,
      by: [(identity.signer, identity.key), (.holder(of: key), identity.key)])
    let both = try Signed<PCertReqData>(der: twice.der)
    #expect(try check { _ = try both.content(byKey: key) } == .signature, "two signatures are one too many")
    #expect(
      try check { _ = try market.merchant.trust.signer(of: twice, .merchant, at: Market.now) } == .certificateChain)
    let holder = try Signed(content, by: identity.key)
    #expect(try holder.content(byHolderOf: key) == content)
    #expect(try check { _ = try holder.content(byHolderOf: SigningKey().publicKey) } == .signature)
  }

  // MARK: Seals

  @Test func whatIsSealedIsOfOneType() async throws {
    let market = try await Market.shared.value
    let gateway = market.merchant.gateway.transport
    var generator = SystemRandomNumberGenerator()
    let content = BatchAdminReqData(
      tags: RRTags(rrpid: RRPID(using: &generator), merchant: merchant, date: Market.now))
    let sealed = try Sealed(content, from: market.merchant.identity, to: gateway)
    #expect(try check { _ = try sealed.open(with: market.gatewayTransport) } == nil)
    let other = try Sealed<CapTokenData>(der: sealed.der)
    #expect(try check { _ = try other.open(with: market.gatewayTransport) } == .contentType)
    #expect(try check { _ = try sealed.open(with: market.merchantTransport) } == .recipient)
    let key = [UInt8](repeating: 7, count: 32)
    let answer = try KeyedAnswer(content, from: market.merchant.identity, key: key)
    #expect(try check { _ = try answer.open(with: key) } == nil)
    let foreign = try KeyedAnswer<CapTokenData>(der: answer.der)
    #expect(try check { _ = try foreign.open(with: key) } == .contentType)
  }

  @Test func whatStandsInTheBlockBelongsToTheContent() async throws {
    let market = try await Market.shared.value
    let gateway = market.merchant.gateway.transport
    var generator = SystemRandomNumberGenerator()
    let content = RegFormReqData(
      rrpid: RRPID(using: &generator), entity: try LocalID(bytes: [1]), challenge: Challenge(using: &generator),
      type: .cardInitialSig, language: try Language("en"))
    let secret = PANOnly(number: market.cardholder.card.number, nonce: Salt(using: &generator)).derBytes
    func opened(_ more: [UInt8]) throws -> SETCheck? {
      let envelope = try gateway.seal(RegFormReqData.envelopeType, content.derBytes, more: more)
      let strong = try ExtraStrong<RegFormReqData, PANOnly>(der: envelope.der)
      return try check { _ = try strong.open(with: market.gatewayTransport) }
    }
    let digest = SemperModel.Digest(plain: content.derBytes).bytes
    #expect(try opened(digest + secret) == nil)
    #expect(try opened(SemperModel.Digest(plain: []).bytes + secret) == .envelope)
    #expect(try opened(digest) == .envelope, "no secret at all")
  }

  // MARK: Certificates

  @Test func aCertificateIsForOneUse() async throws {
    let market = try await Market.shared.value
    let (trust, transport) = (market.merchant.trust, market.merchant.transport)
    func judged(_ usage: ChainUsage) throws -> SETCheck? {
      try check {
        _ = try trust.certificate(transport.certificate, among: transport.issuers, .merchant, usage, at: Market.now)
      }
    }
    #expect(try judged(.transport) == nil)
    #expect(try judged(.signing) == .certificateType)
  }

  /// A brand that has made itself its own root is none of ours.
  @Test func aChainEndsAtARoot() throws {
    var generator = SystemRandomNumberGenerator()
    let until = Market.now.advanced(by: Span(seconds: 86_400))
    func issued(
      _ name: String, _ key: SigningKey, _ type: CertificateType, depth: Int?, by issuer: ChainIssuer
    ) throws -> [UInt8] {
      var extensions = [CertificateDesk.type(type)]
      if type == .merchant {
        let data = MerchantData(
          merchant: merchant, acquirer: try BIN(CardHouse.acquirer), names: [try UnicodeText("Shop")], country: 280)
        extensions.append(ChainProfile.PrivateExtension(MerchantData.name, isCritical: false, data.der))
      }
      return try issuer.issue(
        ChainProfile(
          ChainName(organisation: "A Brand", unit: name), key: .signing(key.publicKey),
          usage: depth == nil ? .signing : .certifying, depth: depth, from: Market.now, until: until,
          extensions: extensions), using: &generator)
    }
    let keys = (0..<4).map { _ in SigningKey() }
    func chain(_ top: CertificateType) throws -> (root: [UInt8], path: [[UInt8]]) {
      let root = try issued("brand", keys[0], top, depth: 2, by: ChainIssuer(founding: keys[0]))
      let region = try issued(
        "region", keys[1], .geopolitical, depth: 1, by: ChainIssuer(certificate: root, key: keys[0]))
      let authority = try issued(
        "authority", keys[2], .merchantAuthority, depth: 0, by: ChainIssuer(certificate: region, key: keys[1]))
      let shop = try issued(
        "shop", keys[3], .merchant, depth: nil, by: ChainIssuer(certificate: authority, key: keys[2]))
      return (root, [shop, authority, region])
    }
    let own = try chain(.brand)
    let trust = try SETTrust(roots: [own.root], brand: try BrandID("A Brand"))
    #expect(
      try check { _ = try trust.certificate(own.path[0], among: own.path, .merchant, .signing, at: Market.now) }
        == .certificateType)
  }
}
