import SemperArchive
import SemperBank
import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// A merchant with good certificates that asks for money that is not its own, or more often, or more: the gateway's check for it
/// refuses, or its books say no.
@Suite struct MoneyRequestTests {
  /// What the gateway said.
  private enum Said: Equatable {
    case refused(SETCheck)
    case voided(ReversalCode)
    case captured([CaptureCode])
    case reversed([ReversalCode])
  }

  private struct Scene {
    let market: TestMarket
    let dishonest: Dishonest
    let approval: Approval

    init(_ market: TestMarket, captureNow: Bool = false, lock: LockOf? = nil, units: Int64 = 1_000) async throws {
      self.market = market
      let locking: ((TestMarket) -> LockOf)? = lock.map { lock in { _ in lock } }
      let order = try Market.order(units: units, lock: locking, in: market)
      dishonest = Dishonest(market: market, order: order)
      approval = try await Purchase(order, in: market, captureNow: captureNow).approved(in: market)
    }

    func say(_ message: [UInt8], at time: Timestamp = Market.now, to desk: MerchantDesk? = nil) async throws -> Said {
      let desk = desk ?? market.merchant
      do {
        switch try MessageWrapper(try await market.gateway.process(message, at: time)).message {
        case .authRevRes(let answer): return .voided(try desk.content(of: answer.content, at: time).code)
        case .capRes(let answer): return .captured(try desk.content(of: answer, at: time).items.map(\.payload.code))
        case .capRevRes(let answer): return .reversed(try desk.content(of: answer, at: time).items.map(\.code))
        case .credRes(let answer): return .reversed(try desk.content(of: answer, at: time).items.map(\.code))
        case .credRevRes(let answer): return .reversed(try desk.content(of: answer, at: time).items.map(\.code))
        default: return .refused(.supported)
        }
      } catch let refusal as SETRefusal {
        return .refused(refusal.check)
      }
    }

    typealias Change = (inout Dishonest.MoneyRequest) throws -> Void

    func void(to desk: MerchantDesk? = nil, _ change: Change = { _ in }) async throws -> Said {
      try await say(dishonest.void(dishonest.request(approval, change)), to: desk)
    }

    func capture(
      at time: Timestamp = Market.now, to desk: MerchantDesk? = nil, _ change: Change = { _ in }
    ) async throws -> Said {
      let request = try dishonest.request(approval) { request in
        request.date = time
        request.tags = RRTags(rrpid: request.tags.rrpid, merchant: request.tags.merchant, date: time)
        try change(&request)
      }
      return try await say(dishonest.capture(request), at: time, to: desk)
    }

    func reverse<Kind: ReversalKind>(
      _ kind: Kind.Type, to desk: MerchantDesk? = nil, _ change: Change = { _ in }
    ) async throws -> Said {
      try await say(dishonest.reversal(kind, dishonest.request(approval, change)), to: desk)
    }

    /// The same change in a void, a capture and a credit.
    func ask(to desk: MerchantDesk? = nil, _ change: Change) async throws -> [Said] {
      [
        try await void(to: desk, change), try await capture(to: desk, change),
        try await reverse(Credit.self, to: desk, change),
      ]
    }

    /// What the gateway still holds of the approval.
    func held() async throws -> Int64? {
      let xid = approval.asked.received.open.xid.bytes
      let record = try await market.records.read { try $0.value(xid, in: GatewayTables.approvals) }
      return try record.map { try ApprovalRecord(derBytes: $0).held.money.minorUnits }
    }

    func amount(_ units: Int64) -> Change { { $0.amount = Money(minorUnits: units, .euro) } }

    /// Takes an account's money away, as its owner may.
    func empty(_ account: Thumbprint) async throws {
      let balance = try await market.balance(of: account)
      guard balance.minorUnits > 0 else { return }
      var generator = SystemRandomNumberGenerator()
      let name = try ID<SemperModel.Operation>(bytes: Array(RRPID(using: &generator).bytes.prefix(16)))
      try await market.records.transact { transaction in
        try Ledger.post(
          LedgerPosting(
            operation: name, purpose: .grant, currency: .euro,
            lines: [
              LedgerLine(.customer(account), -balance.minorUnits), LedgerLine(.playMoney, balance.minorUnits),
            ], time: Market.now), transaction)
      }
    }
  }

  private let dollars: Scene.Change = { $0.amount = Money(minorUnits: 500, try Currency(code: "USD")) }

  // MARK: Whose money

  @Test func aRequestIsAboutTheMerchantsOwnApprovalAndShowsItsToken() async throws {
    let scene = try await Scene(Market.trading.value)
    let other = try await Scene(Market.trading.value)
    let (dishonest, approval) = (scene.dishonest, scene.approval)
    func all(_ check: SETCheck) -> [Said] { Array(repeating: .refused(check), count: 3) }
    #expect(
      try await scene.ask {
        $0.tags = RRTags(rrpid: $0.tags.rrpid, merchant: try MerchantID("TESTSHOP-0002"), date: $0.tags.date)
      } == all(.merchantData))
    let wrong: [(String, CapToken)] = [
      ("request", try dishonest.token(approval, request: other.approval.asked.rrpid)),
      ("transaction", try dishonest.token(approval, xid: other.approval.asked.received.open.xid)),
      ("merchant", try dishonest.token(approval, merchant: try MerchantID("TESTSHOP-0002"))),
    ]
    for (name, token) in wrong {
      #expect(try await scene.ask { $0.tokens = [token] } == all(.capToken), "another \(name)")
    }
    #expect(try await scene.ask { $0.tokens = [] } == all(.capToken))
    // Only the gateway makes tokens.
    let forged = try Sealed(
      CapTokenData(
        request: approval.asked.rrpid, amount: CurrencyAmount(approval.amount), xid: approval.asked.received.open.xid,
        merchant: scene.market.merchant.merchant), from: scene.market.merchant.identity,
      to: scene.market.merchant.gateway.transport)
    #expect(try await scene.ask { $0.tokens = [forged] } == all(.signature))
    #expect(try await scene.void() == .voided(.approved))
  }

  @Test func aRequestHasOneTo20ItemsEachWithItsToken() async throws {
    let scene = try await Scene(Market.trading.value)
    let token = try #require(scene.approval.token)
    for (items, tokens) in [(0, 0), (21, 1), (1, 2), (2, 1)] {
      let change: Scene.Change = { request in
        request.items = items
        request.tokens = Array(repeating: token, count: tokens)
      }
      #expect(try await scene.capture(change) == .refused(.capToken), "\(items) with \(tokens)")
      #expect(try await scene.reverse(Credit.self, change) == .refused(.capToken), "\(items) with \(tokens)")
    }
    // The same item twice takes the money once.
    let twice = try await scene.capture { request in
      request.items = 2
      request.tokens = [token, token]
    }
    #expect(twice == .captured([.success, .duplicateRequest]))
  }

  /// A token that the books know nothing of, as after a restored backup.
  @Test func theBooksDecideWhatATokenIsFor() async throws {
    let scene = try await Scene(Market.trading.value)
    let (dishonest, approval) = (scene.dishonest, scene.approval)
    let other = try await Scene(Market.trading.value).approval.asked.rrpid
    let unknown: [Said] = [.voided(.originalNotFound), .captured([.unknownXID]), .reversed([.originalNotFound])]
    #expect(
      try await scene.ask {
        $0.request = other
        $0.tokens = [try dishonest.token(approval, request: other)]
      } == unknown)
    let (signing, sealing, name) = try dishonest.secondMerchant()
    let own = scene.market.merchant
    let desk = MerchantDesk(
      trust: own.trust, identity: signing, transport: sealing, gateway: own.gateway, merchant: name,
      category: own.category, software: own.software)
    #expect(
      try await scene.ask(to: desk) {
        $0.tags = RRTags(rrpid: $0.tags.rrpid, merchant: name, date: $0.tags.date)
        $0.tokens = [try dishonest.token(approval, merchant: name)]
        $0.identity = signing
        $0.answers = sealing.certificate
      } == unknown)
  }

  // MARK: How much, and how often

  @Test func noMoreIsCapturedThanIsHeldAndInItsTime() async throws {
    let scene = try await Scene(Market.trading.value)
    let invalid = Said.captured([.invalidAuthData])
    #expect(try await scene.capture(dollars) == invalid)
    for units in [0, 1_001] as [Int64] { #expect(try await scene.capture(scene.amount(units)) == invalid, "\(units)") }
    #expect(try await scene.capture(scene.amount(400)) == .captured([.success]))
    #expect(try await scene.capture(scene.amount(601)) == invalid)
    #expect(try await scene.capture(scene.amount(600)) == .captured([.success]))
    #expect(try await scene.capture(scene.amount(1)) == .captured([.duplicateRequest]))
    let late = try await Scene(Market.trading.value)
    let end = Market.now.advanced(by: late.market.gateway.configuration.holdTime)
    #expect(try await late.capture(at: end.advanced(by: Span(seconds: 1))) == .captured([.authExpired]))
    #expect(try await late.held() == 0, "it has gone back")
    let last = try await Scene(Market.trading.value)
    #expect(try await last.capture(at: end) == .captured([.success]))
    try await Market.audit(last.market)
  }

  @Test func aHoldIsGivenBackOnceAndNotMadeLarger() async throws {
    let scene = try await Scene(Market.trading.value)
    #expect(try await scene.void(dollars) == .voided(.originalProcessed))
    #expect(try await scene.void(scene.amount(1_001)) == .voided(.originalProcessed))
    #expect(try await scene.void(scene.amount(400)) == .voided(.approved))
    #expect(try await scene.void(scene.amount(401)) == .voided(.originalProcessed))
    #expect(try await scene.void(scene.amount(0)) == .voided(.approved))
    #expect(try await scene.void(scene.amount(0)) == .voided(.originalProcessed))
    try await Market.audit(scene.market)
  }

  @Test func noMoreIsGivenBackThanWasCaptured() async throws {
    let scene = try await Scene(Market.trading.value, captureNow: true)
    let processed = Said.reversed([.originalProcessed])
    #expect(try await scene.reverse(Credit.self, scene.amount(0)) == .reversed([.missingCapData]))
    #expect(try await scene.reverse(Credit.self, dollars) == .reversed([.missingCapData]))
    #expect(try await scene.reverse(CaptureReversal.self, scene.amount(999)) == processed)
    #expect(try await scene.reverse(Credit.self, scene.amount(1_001)) == processed)
    #expect(try await scene.reverse(Credit.self, scene.amount(400)) == .reversed([.approved]))
    #expect(try await scene.reverse(Credit.self, scene.amount(601)) == processed)
    #expect(try await scene.reverse(CaptureReversal.self, scene.amount(1_000)) == processed, "some went back already")
    #expect(try await scene.reverse(CreditReversal.self, scene.amount(401)) == processed)
    #expect(try await scene.reverse(CreditReversal.self, scene.amount(400)) == .reversed([.approved]))
    #expect(try await scene.reverse(CaptureReversal.self, scene.amount(1_000)) == .reversed([.approved]))
    try await Market.audit(scene.market)
  }

  @Test func nobodyGivesBackWhatItHasNot() async throws {
    let market = try await Market.founded()
    let (part, whole) = (
      try await Scene(market, captureNow: true), try await Scene(market, captureNow: true)
    )
    let failed = Said.reversed([.unspecifiedFailure])
    #expect(try await part.reverse(Credit.self, part.amount(400)) == .reversed([.approved]))
    try await part.empty(market.buyer)
    #expect(try await part.reverse(CreditReversal.self, part.amount(400)) == failed)
    try await part.empty(market.seller)
    #expect(try await part.reverse(Credit.self, part.amount(400)) == failed)
    #expect(try await whole.reverse(CaptureReversal.self, whole.amount(1_000)) == failed)
  }

  // MARK: Locks

  @Test func aLockEndsOnceAndAsItsTermsSay() async throws {
    let market = try await Market.trading.value
    let lock = LockOf(market, units: 1_000)
    let scene = try await Scene(market, lock: lock)
    // The same terms for another purchase would be one word for two sums.
    let again = try Market.order(units: 1_000, number: 2, lock: { _ in lock }, in: market)
    let second = try Purchase(again, in: market)
    #expect(
      try await eventualCheck { _ = try await market.gateway.process(second.authReq, at: Market.now) } == .lock)
    let aborted = try lock.decision(.aborted)
    func ending(_ units: Int64, _ title: LockTitle?) -> Scene.Change {
      { request in
        request.amount = Money(minorUnits: units, .euro)
        request.title = title
      }
    }
    #expect(try await scene.void(ending(400, aborted)) == .voided(.originalProcessed), "all of it or nothing")
    #expect(try await scene.void(ending(0, nil)) == .voided(.originalProcessed))
    #expect(try await scene.capture(ending(999, .opening(lock.opening))) == .captured([.invalidAuthData]))
    #expect(try await scene.void(ending(0, aborted)) == .voided(.approved))
    #expect(try await scene.capture(ending(1_000, .opening(lock.opening))) == .captured([.duplicateRequest]))
    let other = LockOf(market, units: 1_000)
    let claimed = try await Scene(market, lock: other)
    #expect(try await claimed.capture(ending(1_000, .opening(other.opening))) == .captured([.success]))
    #expect(
      try await claimed.reverse(CaptureReversal.self, claimed.amount(1_000)) == .reversed([.originalProcessed]))
    try await Market.audit(market)
  }
}
