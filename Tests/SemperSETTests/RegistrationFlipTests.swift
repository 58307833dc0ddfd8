import SemperArchive
import SemperCryptography
import SemperModel
import Testing

@testable import SemperSET

/// No bit of a registration is free.
@Suite struct RegistrationFlipTests {
  @Test func noBitOfACardholdersRegistrationIsFree() async throws {
    let market = try await Market.shared.value
    var generator = SystemRandomNumberGenerator()
    let desk = market.ceremony.cardholders
    let card = market.cardholder.card
    let holder = CardRegistration(
      trust: try market.ceremony.trust, number: card.number, expiry: card.expiry, language: try Language("en"),
      software: market.cardholder.software)
    func form(_ answer: [UInt8], _ begun: CardRegistration.Asked) throws -> (CardRegistration.Asked, [UInt8]) {
      var generator = SystemRandomNumberGenerator()
      return try holder.form(answer, to: begun, using: &generator, at: Market.now)
    }
    let (begun, first) = try holder.begin(using: &generator, at: Market.now)
    // Signed by nobody: the answer shows the cardholder what became of it.
    _ = try await Flips.of(first, every: Flips.wide) {
      _ = try form(try desk.begin($0, software: holder.software, at: Market.now), begun)
    }
    let opening = try desk.begin(first, software: holder.software, at: Market.now)
    let opened = try await Flips.of(opening, every: Flips.wide) { _ = try form($0, begun) }
    #expect((opened[.signature] ?? 0) > 0)
    let (asked, second) = try form(opening, begun)
    let asking = try await Flips.of(second, every: Flips.wide) { changed in
      var generator = SystemRandomNumberGenerator()
      _ = try desk.form(changed, software: holder.software, using: &generator, at: Market.now)
    }
    #expect((asking[.envelope] ?? 0) > 0)
    let (challenge, answer) = try desk.form(second, software: holder.software, using: &generator, at: Market.now)
    let shown = try await Flips.of(answer, every: Flips.wide) { _ = try holder.read($0, to: asked, at: Market.now) }
    #expect((shown[.signature] ?? 0) > 0)
    let filled = try holder.read(answer, to: asked, at: Market.now)
    let (requested, third) = try holder.request(
      filled, answers: [CertificateDesk.codeQuestion: TestMarket.code], key: SigningKey(), using: &generator,
      at: Market.now)
    func certify(_ message: [UInt8]) async throws -> [UInt8] {
      var generator = SystemRandomNumberGenerator()
      return try await desk.certify(
        message, challenge: challenge, cards: market.gateway.cards, records: market.records,
        software: holder.software, using: &generator, at: Market.now)
    }
    let wanted = try await Flips.of(third, every: Flips.wide) { _ = try await certify($0) }
    #expect((wanted[.envelope] ?? 0) > 0)
    let issued = try await Flips.of(try await certify(third), every: Flips.wide) {
      _ = try holder.certificate($0, to: requested, at: Market.now)
    }
    #expect((issued[.envelope] ?? 0) > 0)
  }

  @Test func noBitOfAMerchantsRegistrationIsFree() async throws {
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
    let (key, transport) = (SigningKey(), try TransportKey(bits: 2048))
    func begin(_ message: [UInt8]) throws -> (Challenge, [UInt8]) {
      var generator = SystemRandomNumberGenerator()
      return try desk.beginAgreement(message, software: applicant.software, using: &generator, at: Market.now)
    }
    func request(
      _ answer: [UInt8], _ begun: CardRegistration.Asked
    ) throws -> (MerchantRegistration.Requested, [UInt8]) {
      var generator = SystemRandomNumberGenerator()
      return try applicant.request(
        answer, to: begun, account: "right", key: key, transport: transport, using: &generator, at: Market.now)
    }
    let (begun, first) = try applicant.begin(using: &generator, at: Market.now)
    // Name and language are said again under signature where they count.
    let named = MerchantAcquirerID(acquirer: data.acquirer, merchant: data.merchant).derBytes
    _ = try await Flips.of(first, every: Flips.wide, idle: [named, try Language("en").derBytes]) {
      _ = try request(begin($0).1, begun)
    }
    let (challenge, opening) = try begin(first)
    let opened = try await Flips.of(opening, every: Flips.wide) { _ = try request($0, begun) }
    #expect((opened[.signature] ?? 0) > 0)
    let (requested, second) = try request(opening, begun)
    func certify(_ message: [UInt8]) async throws -> [UInt8] {
      var generator = SystemRandomNumberGenerator()
      return try await desk.certify(
        message, challenge: challenge, agreements: agreements, records: market.records, software: applicant.software,
        using: &generator, at: Market.now)
    }
    let wanted = try await Flips.of(second, every: Flips.wide) { _ = try await certify($0) }
    #expect((wanted[.envelope] ?? 0) > 0)
    let answer = try await certify(second)
    let issued = try await Flips.of(answer, every: Flips.wide) {
      _ = try applicant.certificates($0, to: requested, at: Market.now)
    }
    #expect((issued[.signature] ?? 0) > 0)
    let (signing, sealing) = try applicant.certificates(answer, to: requested, at: Market.now)
    let earlier = (rrpid: requested.asked.rrpid, certificates: [signing.certificate, sealing.certificate])
    func inquire(_ message: [UInt8]) throws -> [UInt8] {
      try desk.inquire(message, key: key.publicKey, earlier: earlier, software: applicant.software, at: Market.now)
    }
    let (asked, question) = try applicant.inquire(requested, using: &generator, at: Market.now)
    _ = try await Flips.of(question, every: Flips.wide) { _ = try inquire($0) }
    let told = try await Flips.of(try inquire(question), every: Flips.wide) {
      _ = try applicant.certificates($0, to: asked, of: requested, at: Market.now)
    }
    #expect((told[.signature] ?? 0) > 0)
  }
}
