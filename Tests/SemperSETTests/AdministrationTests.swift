import SemperArchive
import SemperCryptography
import SemperModel
import Testing

@testable import SemperSET

/// Batches, certificates, errors and pending registrations.
@Suite struct AdministrationTests {
  @Test func aBatchIsReckonedUpAndClosedOnce() async throws {
    let market = try await Market.founded()
    var generator = SystemRandomNumberGenerator()
    for number in UInt8(1)...3 {
      let order = try Market.order(units: 1_000, number: number, in: market)
      _ = try await Purchase(order, in: market, captureNow: true).approved(in: market)
    }
    func ask(_ batch: Int?, _ operation: BatchOperation?) async throws -> BatchAdminResData {
      let (rrpid, message) = try market.merchant.administer(batch: batch, operation, using: &generator, at: Market.now)
      return try market.merchant.batch(
        try await market.gateway.answer(message, at: Market.now), to: rrpid, at: Market.now)
    }
    let open = try await ask(nil, nil)
    #expect(
      open.isOpen && open.batch == 1 && open.totals.captures == 3 && open.totals.captured.money.minorUnits == 3_000)
    #expect(try await !ask(nil, .close).isOpen)
    #expect(try await ask(nil, nil).batch == 2)
    #expect(try await ask(1, nil).totals == open.totals)
    #expect(try await eventualCheck { _ = try await ask(1, .close) } == .supported, "answered with Error")
    #expect(try await eventualCheck { _ = try await ask(9, nil) } == .supported)
  }

  @Test func anOldAnswerIsNoAnswer() async throws {
    let market = try await Market.founded()
    var generator = SystemRandomNumberGenerator()
    let (old, first) = try market.merchant.administer(batch: nil, nil, using: &generator, at: Market.now)
    let (new, _) = try market.merchant.administer(batch: nil, nil, using: &generator, at: Market.now)
    let answer = try await market.gateway.answer(first, at: Market.now)
    _ = try market.merchant.batch(answer, to: old, at: Market.now)
    #expect(try check { _ = try market.merchant.batch(answer, to: new, at: Market.now) } == .rrpid)
    let (asked, second) = try market.merchant.askCertificates(using: &generator, at: Market.now)
    let certificates = try await market.gateway.answer(second, at: Market.now)
    let gateway = try market.merchant.certificates(certificates, to: asked, at: Market.now)
    #expect(gateway.transport.thumb == market.merchant.gateway.transport.thumb)
    #expect(try check { _ = try market.merchant.certificates(certificates, to: new, at: Market.now) } == .rrpid)
  }

  @Test func aRefusalIsToldAsASignedError() async throws {
    let market = try await Market.shared.value
    let order = try Market.order(in: market)
    let purchase = try Purchase(order, in: market)
    let message = try Dishonest(market: market, order: order)
      .approval(purchase, units: order.amount.minorUnits + 1)
    let answer = try MessageWrapper(try await market.gateway.answer(message, at: Market.now), at: Market.now)
    guard case .error(.signed(let error)) = answer.message else { return #expect(Bool(false)) }
    let gateway = try market.merchant.trust.signer(of: error.data, .gateway, at: Market.now)
    let data = try error.content(by: gateway)
    #expect(data.code == .unspecifiedFailure && data.rrpid == purchase.asked.rrpid)
    #expect(data.request == Digest(plain: message))
    let garbage = try await market.gateway.answer([0x30, 0x03, 0x02, 0x01, 0x00], at: Market.now)
    guard case .error(let other) = try MessageWrapper(garbage, at: Market.now).message else {
      return #expect(Bool(false))
    }
    #expect(other.data?.code == .decodingFailure)
    let large = [UInt8](repeating: 0, count: MessageWrapper.largest + 1)
    #expect(try await eventualCheck { _ = try await market.gateway.process(large, at: Market.now) } == .size)
  }

  @Test func aMerchantWithoutAgreementIsNotCertified() async throws {
    let market = try await Market.shared.value
    var generator = SystemRandomNumberGenerator()
    let desk = market.ceremony.merchants
    let agreements = AcquirerFile(key: Nonce.fresh)
    let data = MerchantData(
      merchant: try MerchantID("NEWSHOP"), acquirer: try BIN(CardHouse.acquirer), names: [try UnicodeText("New")],
      country: 280)
    try await market.records.transact { try agreements.agree(data, account: "right", $0) }
    let applicant = MerchantRegistration(
      trust: try market.ceremony.trust, as: .merchant, name: data.merchant, acquirer: data.acquirer,
      language: try Language("en"), software: market.merchant.software)
    let transport = try TransportKey(bits: 2048)
    let (begun, first) = try applicant.begin(using: &generator, at: Market.now)
    let (challenge, opening) = try desk.beginAgreement(
      first, software: applicant.software, using: &generator, at: Market.now)
    for (account, expected) in [("wrong", SETCheck.registrationSecret), ("right", nil)] {
      let key = SigningKey()
      let (requested, second) = try applicant.request(
        opening, to: begun, account: account, key: key, transport: transport, using: &generator, at: Market.now)
      let found = try await eventualCheck {
        let answer = try await desk.certify(
          second, challenge: challenge, agreements: agreements, records: market.records, software: applicant.software,
          using: &generator, at: Market.now)
        let (signing, _) = try applicant.certificates(answer, to: requested, at: Market.now)
        try inquire(desk, key, requested, signing, applicant)
      }
      #expect(found == expected)
    }
  }

  /// CertInqReq: the holder of the key learns what was issued, and nobody else.
  private func inquire(
    _ desk: CertificateDesk, _ key: SigningKey, _ requested: MerchantRegistration.Requested, _ issued: SigningIdentity,
    _ applicant: MerchantRegistration
  ) throws {
    var generator = SystemRandomNumberGenerator()
    func ask(by key: SigningKey) throws -> [UInt8] {
      let asked = try CardRegistration.Asked(using: &generator)
      let content = CertInqReqData(
        rrpid: asked.rrpid, entity: asked.entity, challenge: asked.challenge, request: requested.asked.rrpid)
      let header = MessageHeader(date: Market.now, ids: nil, rrpid: asked.rrpid, software: applicant.software)
      return MessageWrapper(header, .certInqReq(try Signed(content, by: key))).derBytes
    }
    let earlier = (rrpid: requested.asked.rrpid, certificates: [issued.certificate])
    let answer = try desk.inquire(
      ask(by: key), key: key.publicKey, earlier: earlier, software: applicant.software, at: Market.now)
    guard case .certInqRes(.signed(let signed)) = try MessageWrapper(answer, at: Market.now).message else {
      return #expect(Bool(false))
    }
    #expect(try signed.claimed().certificates == [Thumb(of: issued.certificate)])
    let stranger = try check {
      _ = try desk.inquire(
        ask(by: SigningKey()), key: key.publicKey, earlier: earlier, software: applicant.software, at: Market.now)
    }
    #expect(stranger == .signature)
  }
}
