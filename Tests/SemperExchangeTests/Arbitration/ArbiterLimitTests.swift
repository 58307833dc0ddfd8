import SemperArchive
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import Testing

@Suite("How much an arbiter takes on")
struct ArbiterLimitTests {
  @Test("Made-up exchanges of one day stop at the budget of strangers and leave no trace beyond it")
  func flood() async throws {
    let registered = RegisteredParties()
    let bench = try await Bench.started(limits: ArbiterLimits(strangersADay: 5), registered: registered)
    let before = try await bench.head().size
    for number in 0..<20 {
      let trade = try bench.trade()
      if number < 5 {
        try await trade.ask(try trade.abort())
      } else {
        await refused(.overloaded) { try await trade.ask(try trade.abort()) }
      }
    }
    #expect(try await bench.head().size == before + 5)
    // A seller that the authority lists gets through, and so does the buyer that shows its commitment.
    let (abort, resolve) = (try bench.trade(), try bench.trade())
    registered.replace(with: [abort.originator.thumbprint, resolve.originator.thumbprint])
    try await abort.ask(try abort.abort())
    try await resolve.ask(try resolve.resolve(by: .responder))
    // A repetition is no first call, and the next day is another.
    let trade = try bench.trade(closes: 200_000)
    await refused(.overloaded) { try await trade.ask(try trade.abort(), after: 100) }
    let restarted = try await Bench.started(
      on: bench.archive.reopened(), key: bench.key, limits: ArbiterLimits(strangersADay: 5), at: 101)
    let call = try trade.abort()
    await refused(.overloaded) { _ = try await restarted.arbiter.answer(call, at: Bench.time(102)) }
    _ = try await restarted.arbiter.answer(call, at: Bench.time(86_400))
    _ = try await restarted.arbiter.answer(call, at: Bench.time(86_401))
  }

  @Test("Open windows are counted, those of strangers apart; one that ends makes room")
  func open() async throws {
    let registered = RegisteredParties()
    let bench = try await Bench.started(
      limits: ArbiterLimits(openOfStrangers: 2, open: 3), registered: registered)
    let trades = try (0..<3).map { _ in try bench.trade() }
    for trade in trades.prefix(2) { try await trade.ask(try trade.resolve(by: .responder)) }
    await refused(.overloaded) { try await trades[2].ask(try trades[2].resolve(by: .responder)) }
    let known = try (0..<2).map { _ in try bench.trade() }
    registered.replace(with: Set(known.map(\.originator.thumbprint)))
    try await known[0].ask(try known[0].resolve(by: .responder))
    await refused(.overloaded) { try await known[1].ask(try known[1].resolve(by: .responder)) }
    // What needs no window is decided all the same.
    try await trades[2].ask(try trades[2].abort())
    try await trades[0].ask(try trades[0].accept(by: trades[0].responder))
    try await known[1].ask(try known[1].resolve(by: .responder))
    let tally = try await bench.arbiter.status().tally
    #expect(tally.open == 3 && tally.openOfStrangers == 1 && tally.resolved == 1 && tally.aborted == 1)
  }

  @Test("A key that calls too often is turned away before its record is looked at")
  func dearCallsAreMetered() async throws {
    let bench = try await Bench.started(limits: ArbiterLimits(callsPerSecond: 1))
    let (trade, other) = (try bench.trade(), try bench.trade())
    let mixed = ExchangeRecord(
      terms: trade.terms, items: trade.items, commitOriginator: trade.first, commitResponder: other.second)
    let call = try SignedStatement(
      ResolveRequest(
        record: mixed, role: .originator, secret: try #require(trade.secrets[.originator]), reply: trade.reply.publicKey
      ),
      signedBy: [trade.originator])
    var codes = Set<RefusalCode>()
    for _ in 0..<50 {
      do { try await trade.ask(call) } catch let refusal as Refusal { codes.insert(refusal.code) }
    }
    #expect(codes.contains(.overloaded) && codes.count == 2)
  }

  @Test("One key may call so often; another is not affected, and a call by nobody counts for nobody")
  func perKey() async throws {
    let bench = try await Bench.started(limits: ArbiterLimits(callsPerSecond: 1))
    let (trade, other) = (try bench.trade(), try bench.trade())
    try await trade.ask(try trade.abort())
    let call = try trade.query(by: trade.originator)
    var admitted = 0
    for _ in 0..<50 { if (try? await trade.ask(call)) != nil { admitted += 1 } }
    // Two at once, one a second more; the machine may be slow.
    #expect(admitted < 50)
    await refused(.overloaded) { for _ in 0..<50 { try await trade.ask(call) } }
    try await other.ask(try other.abort())
  }

  @Test("More ledgers than the policy allows are refused before anything is checked")
  func ledgers() async throws {
    let policy = ArbiterPolicy(
      shortestWindow: Bench.policy.shortestWindow, longestWindow: Bench.policy.longestWindow,
      longestLife: Bench.policy.longestLife, ledgers: 0)
    let bench = try await Bench.started(policy: policy)
    let trade = try bench.trade()
    await refused(.outsideTerms) { try await trade.ask(try trade.resolve(by: .responder)) }
  }
}
