import SemperCryptography
import SemperModel

@testable import SemperSET

/// A registration of a card, both sides of it, of which each message can be said with one thing wrong.
struct CardApplication {
  let market: TestMarket
  let desk: CertificateDesk
  let holder: CardRegistration

  init(_ market: TestMarket, expiry: CardExpiry? = nil) throws {
    self.market = market
    desk = market.ceremony.cardholders
    let card = market.cardholder.card
    holder = CardRegistration(
      trust: try market.ceremony.trust, number: card.number, expiry: expiry ?? card.expiry,
      language: try Language("en"), software: market.cardholder.software)
  }

  func begun() throws -> (CardRegistration.Asked, [UInt8]) {
    var generator = SystemRandomNumberGenerator()
    return try holder.begin(using: &generator, at: Market.now)
  }

  func opened() throws -> (CardRegistration.Asked, [UInt8]) {
    var generator = SystemRandomNumberGenerator()
    let (asked, first) = try begun()
    let opening = try desk.begin(first, software: holder.software, at: Market.now)
    return try holder.form(opening, to: asked, using: &generator, at: Market.now)
  }

  /// The form, and the challenge that it bore.
  func filled() throws -> (Challenge, CardRegistration.Form) {
    var generator = SystemRandomNumberGenerator()
    let (asked, second) = try opened()
    let (challenge, form) = try desk.form(second, software: holder.software, using: &generator, at: Market.now)
    return (challenge, try holder.read(form, to: asked, at: Market.now))
  }

  func requested(_ form: CardRegistration.Form) throws -> (CardRegistration.Requested, [UInt8]) {
    var generator = SystemRandomNumberGenerator()
    return try holder.request(
      form, answers: [CertificateDesk.codeQuestion: TestMarket.code], key: SigningKey(), using: &generator,
      at: Market.now)
  }

  func certified(_ message: [UInt8], _ challenge: Challenge) async throws -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return try await desk.certify(
      message, challenge: challenge, cards: market.gateway.cards, records: market.records, software: holder.software,
      using: &generator, at: Market.now)
  }

  func wrap(_ message: SETMessage, _ rrpid: RRPID) -> [UInt8] {
    desk.wrap(message, rrpid, holder.software, Market.now)
  }

  /// What stands in every answer of an authority, and may be wrong.
  struct Echo {
    var rrpid: RRPID
    var entity: LocalID
    var challenge: Challenge

    init(_ asked: CardRegistration.Asked) {
      (rrpid, entity, challenge) = (asked.rrpid, asked.entity, asked.challenge)
    }

    /// The honest one, and each that is somebody else's, with the check that finds it.
    static func all(_ asked: CardRegistration.Asked) throws -> [(Echo, SETCheck?)] {
      var generator = SystemRandomNumberGenerator()
      let other = try CardRegistration.Asked(using: &generator)
      var echoes = Array(repeating: Echo(asked), count: 4)
      echoes[1].rrpid = other.rrpid
      echoes[2].entity = other.entity
      echoes[3].challenge = other.challenge
      return Array(zip(echoes, [nil, .rrpid, .rrpid, .challenge]))
    }
  }
}
