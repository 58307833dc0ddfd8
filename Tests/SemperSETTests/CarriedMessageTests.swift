import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Synchronization
import Testing

@testable import SemperSET

/// Whoever carries messages between merchant and gateway can change what nobody has signed, keep messages and show other answers. It
/// makes the merchant wait, and nothing else.
@Suite struct CarriedMessageTests {
  // MARK: What the gateway gets

  private func carried(_ message: [UInt8], date: Timestamp? = nil, program: String? = nil) throws -> [UInt8] {
    let wrapper = try MessageWrapper(message)
    let header = wrapper.header
    return MessageWrapper(
      MessageHeader(
        date: date ?? header.date, ids: header.ids, rrpid: header.rrpid,
        software: try program.map { try SWIdent($0) } ?? header.software), wrapper.message
    ).derBytes
  }

  @Test func whatWasSentGetsTheAnswerThoughItCameUnderAnotherHeaderBefore() async throws {
    let market = try await Market.shared.value
    let sent = try Purchase(Market.order(in: market), in: market).authReq
    let answer = try await market.gateway.answer(try carried(sent, program: "Another"), at: Market.now)
    guard case .authRes = try MessageWrapper(answer).message else { return #expect(Bool(false)) }
    #expect(try await market.gateway.answer(sent, at: Market.now) == answer)
  }

  /// Else what was refused as too old could be brought again with another date.
  @Test func aHeaderBearsTheTimeThatTheMerchantHasSigned() async throws {
    let market = try await Market.shared.value
    let approval = try await Purchase(Market.order(in: market), in: market).approved(in: market)
    var generator = SystemRandomNumberGenerator()
    let capture = try market.merchant.capture(approval, amount: approval.amount, using: &generator, at: Market.now).1
    let sent = [
      try Purchase(Market.order(in: market), in: market).authReq, capture,
      try market.merchant.void(approval, using: &generator, at: Market.now).1,
    ]
    let soon = Market.now.advanced(by: Span(seconds: 1))
    for message in sent {
      let changed = try carried(message, date: soon)
      #expect(try await eventualCheck { _ = try await market.gateway.process(changed, at: Market.now) } == .header)
    }
    #expect(try await eventualCheck { _ = try await market.gateway.process(sent[0], at: Market.now) } == nil)
  }

  @Test func whatIsOfAnHourToComeIsRefusedForNowOnly() async throws {
    let market = try await Market.shared.value
    let sent = try Purchase(Market.order(in: market), in: market).authReq
    let before = Timestamp(seconds: Market.now.seconds - MessageWrapper.freshness - 1)
    let early = try await market.gateway.answer(sent, at: before)
    guard case .error(.signed(let error)) = try MessageWrapper(early).message else { return #expect(Bool(false)) }
    #expect(try error.content(byKey: market.gateway.word).code == .messageTooNew)
    guard case .authRes = try MessageWrapper(await market.gateway.answer(sent, at: Market.now)).message else {
      return #expect(Bool(false))
    }
  }

  // MARK: What the merchant gets

  private struct Lost: Error {}

  /// A line to the gateway that gives other answers to the first claims.
  private final class Line: CardLedger {
    let market: TestMarket
    private let another: @Sendable (_ asked: [UInt8], _ time: Int) throws -> [UInt8]?
    private let claims = Mutex<[[UInt8]]>([])

    init(_ market: TestMarket, _ another: @escaping @Sendable (_ asked: [UInt8], _ time: Int) throws -> [UInt8]?) {
      (self.market, self.another) = (market, another)
    }

    var word: PublicKey { market.gateway.word }
    /// What the merchant has sent to have its money.
    var sent: [[UInt8]] { claims.withLock(\.self) }

    func answer(_ message: [UInt8], at now: Timestamp) async throws -> [UInt8] {
      guard case .capReq = try MessageWrapper(message).message else {
        return try await market.gateway.answer(message, at: now)
      }
      let time = claims.withLock { claims in
        claims.append(message)
        return claims.count
      }
      if let other = try another(message, time) { return other }
      return try await market.gateway.answer(message, at: now)
    }
    func release(_ terms: LockTerms, with title: LockTitle, at now: Timestamp) async throws -> SignedStatement {
      try await market.gateway.release(terms, with: title, at: now)
    }
    func receipt(of terms: LockTerms) async throws -> SignedStatement? { try await market.gateway.receipt(of: terms) }
    func outcome(of terms: LockTerms) async throws -> SignedStatement? { try await market.gateway.outcome(of: terms) }
  }

  private static func error(_ check: SETCheck, about message: [UInt8], of market: TestMarket) throws -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return try ErrorWriting.error(
      SETRefusal(check, "no"), to: message, by: market.gateway.configuration.identity,
      software: market.merchant.software, using: &generator, at: Market.now)
  }

  /// A lock at a till over a line; gives what claims it, each time it is called.
  private func claim(_ line: Line) async throws -> () async throws -> LockOutcome {
    let (lock, market) = (LockOf(line.market), line.market)
    let till = CardTill(
      desk: market.merchant, gateway: line, records: InMemoryArchive().records, time: VirtualTime(now: Market.now),
      arbiterKey: { _ in nil })
    _ = try await market.bought(lock.terms, at: till)
    return { try await till.claim(lock.terms, with: .opening(lock.opening)).content }
  }

  @Test(arguments: ["garbage", "unsigned", "about another message", "about another that was late", "used", "early"])
  func whatIsNoAnswerToAClaimIsNoRefusalOfIt(_ kind: String) async throws {
    let market = try await Market.trading.value
    let line = Line(market) { asked, time in
      guard time == 1 else { return nil }
      switch kind {
      case "garbage": return [0x30, 0x00]
      case "unsigned":
        let error = try MessageWrapper(Self.error(.lock, about: asked, of: market))
        guard case .error(let said) = error.message, let data = said.data else { return [] }
        return MessageWrapper(error.header, .error(.unsigned(data))).derBytes
      case "about another message": return try Self.error(.lock, about: asked.dropLast() + [1], of: market)
      case "about another that was late": return try Self.error(.date, about: asked.dropLast() + [1], of: market)
      case "used": return try Self.error(.rrpid, about: asked, of: market)
      default: return try Self.error(.early, about: asked, of: market)
      }
    }
    let again = try await claim(line)
    // Whoever performs the exchange asks again after anything but a refusal.
    await #expect(throws: SETRefusal.self) { _ = try await again() }
    #expect(try await again().ending == .claimed)
    #expect(line.sent.count == 2 && Set(line.sent).count == 1)
  }

  @Test func whatTheGatewayRefusesIsRefused() async throws {
    let market = try await Market.trading.value
    let again = try await claim(Line(market) { asked, _ in try Self.error(.lock, about: asked, of: market) })
    let refusal = await #expect(throws: Refusal.self) { _ = try await again() }
    #expect(refusal?.code == .notAsOffered && refusal?.blame == .provider)
  }

  /// A merchant whose clock is wrong has its money as soon as the clock is right.
  @Test func aWrongClockEndsNoClaim() async throws {
    let market = try await Market.trading.value
    let line = Line(market) { asked, time in try time <= 2 ? Self.error(.date, about: asked, of: market) : nil }
    let again = try await claim(line)
    let refusal = await #expect(throws: Refusal.self) { _ = try await again() }
    #expect(refusal?.code == .unavailable && refusal?.blame == .us)
    #expect(try await again().ending == .claimed)
  }

  @Test func whatCameTooLateIsAskedForAnew() async throws {
    let market = try await Market.trading.value
    let line = Line(market) { asked, time in
      switch time {
      case 1: throw Lost()
      case 2: return try Self.error(.date, about: asked, of: market)
      default: return nil
      }
    }
    let again = try await claim(line)
    await #expect(throws: Lost.self) { _ = try await again() }
    #expect(try await again().ending == .claimed)
    // What was kept, the same again, and a new one.
    #expect(line.sent.count == 3 && line.sent[0] == line.sent[1] && line.sent[1] != line.sent[2])
  }
}
