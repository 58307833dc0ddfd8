import SemperArchive
import SemperBank
import SemperCardNetwork
import SemperCryptography
import SemperEngine
import SemperModel
import SemperTesting
import Testing

/// A gateway sees its requests to an end over lost answers, broken lines and crashes of either side, and no money is lost or made.
@Suite struct GatewayTests {
  private static func gateway(_ host: IssuerHost, _ link: any CardLink, _ records: any Records) -> CardGateway {
    CardGateway(
      acquirer: IssuerHost.acquirer, currency: .euro, records: records, link: link, time: host.clock)
  }

  @Test func aLostAnswerIsAskedForAgain() async throws {
    let host = try await IssuerHost.ready()
    let link = DirectLink(host) { $0 == 0 ? .answerLost : nil }
    let ended = try await Self.gateway(host, link, InMemoryArchive().records)
      .perform(.purchase(IssuerHost.payment(3_00)), id: IssuerHost.operation())
    #expect(ended.outcome.isApproved)
    #expect(link.types == ["0200", "0201"])
    #expect(try await host.left == IssuerHost.grant - 3_00)
    try await host.check()
  }

  /// Whether the issuer has taken the money or never heard of it, nothing counts in the end, and both totals agree.
  @Test(arguments: [DirectLink.Fault.answerLost, .requestLost, .lineDown])
  func whatNobodyAnswersIsReversed(_ fault: DirectLink.Fault) async throws {
    let host = try await IssuerHost.ready()
    let link = DirectLink(host) { $0 < 4 ? fault : nil }
    let gateway = Self.gateway(host, link, InMemoryArchive().records)
    let ended = try await gateway.perform(.purchase(IssuerHost.payment(3_00)), id: IssuerHost.operation())
    #expect(ended.outcome == .reversed)
    #expect(link.types == ["0200", "0201", "0201", "0400", "0401"])
    #expect(try await host.left == IssuerHost.grant)
    #expect(try await gateway.reconcile(id: IssuerHost.operation()).code == .approved)
    // The request itself comes late, out of a queue: it is a duplicate of what was reversed.
    let late = try CardRequest.purchase(IssuerHost.payment(3_00)).message(named: ended.name)
    let answer = try #require(try await host.issuer.answer(late, at: host.clock.now()))
    #expect(answer[39] == (fault == .answerLost ? "00" : "94"))
    #expect(try await host.left == IssuerHost.grant)
    try await host.check()
  }

  @Test func anAdviceIsNeverReversed() async throws {
    let host = try await IssuerHost.ready()
    let records = InMemoryArchive().records
    let held = try await Self.gateway(host, DirectLink(host), records)
      .perform(.authorise(IssuerHost.payment(8_00)), id: IssuerHost.operation())
    let link = DirectLink(host) { $0 < 5 ? .answerLost : nil }
    let ended = try await Self.gateway(host, link, records)
      .perform(.complete(IssuerHost.payment(8_00), of: held.name), id: IssuerHost.operation())
    #expect(ended.outcome.isApproved)
    #expect(link.types == ["0220", "0221", "0221", "0221", "0221", "0221"])
    #expect(try await host.owed == 8_00)
    try await host.check()
  }

  @Test func whatHasNoEndForbidsReconciling() async throws {
    let host = try await IssuerHost.ready()
    let records = InMemoryArchive().records
    let id = IssuerHost.operation()
    let dead = Self.gateway(host, DirectLink(host) { _ in .answerLost }, records)
    await #expect(throws: CardGatewayError.inDoubt) {
      try await dead.perform(.purchase(IssuerHost.payment(9_00)), id: id)
    }
    await #expect(throws: CardGatewayError.unfinished(1)) { try await dead.reconcile(id: IssuerHost.operation()) }
    #expect(try await dead.recover() == [id])
    let alive = Self.gateway(host, DirectLink(host), records)
    #expect(try await alive.recover() == [])
    #expect(try await alive.perform(.purchase(IssuerHost.payment(9_00)), id: id).outcome == .reversed)
    #expect(try await alive.reconcile(id: IssuerHost.operation()).code == .approved)
    try await host.check()
  }

  /// What is begun while totals are compared would count on one side only, for ever.
  @Test func nothingIsBegunWhileTotalsAreCompared() async throws {
    let host = try await IssuerHost.ready()
    let records = InMemoryArchive().records
    let gateway = Self.gateway(host, DirectLink(host), records)
    _ = try await gateway.perform(.purchase(IssuerHost.payment(2_00)), id: IssuerHost.operation())
    let (round, later) = (IssuerHost.operation(), IssuerHost.operation())
    let dead = Self.gateway(host, DirectLink(host) { _ in .answerLost }, records)
    await #expect(throws: CardGatewayError.inDoubt) { try await dead.reconcile(id: round) }
    await #expect(throws: CardGatewayError.reconciling) {
      try await gateway.perform(.purchase(IssuerHost.payment(3_00)), id: later)
    }
    await #expect(throws: CardGatewayError.unfinished(1)) { try await gateway.reconcile(id: IssuerHost.operation()) }
    #expect(try await host.left == IssuerHost.grant - 2_00)
    #expect(try await gateway.recover() == [])
    #expect(try await gateway.reconcile(id: round).totals?.net == 2_00)
    #expect(try await gateway.perform(.purchase(IssuerHost.payment(3_00)), id: later).outcome.isApproved)
    #expect(try await gateway.reconcile(id: IssuerHost.operation()).totals?.net == 3_00)
    #expect(try await host.owed == 0)
    try await host.check()
  }

  @Test func oneIdIsOneRequest() async throws {
    let host = try await IssuerHost.ready()
    let gateway = Self.gateway(host, DirectLink(host) { _ in .doubled }, InMemoryArchive().records)
    let id = IssuerHost.operation()
    let first = try await gateway.perform(.purchase(IssuerHost.payment(2_00)), id: id)
    #expect(try await gateway.perform(.purchase(IssuerHost.payment(2_00)), id: id) == first)
    await #expect(throws: Refusal.self) { try await gateway.perform(.purchase(IssuerHost.payment(3_00)), id: id) }
    #expect(try await host.left == IssuerHost.grant - 2_00)
    try await host.check()
  }

  @Test func totalsThatDifferSettleNothing() async throws {
    let host = try await IssuerHost.ready()
    _ = try await Self.gateway(host, DirectLink(host), InMemoryArchive().records)
      .perform(.purchase(IssuerHost.payment(2_00)), id: IssuerHost.operation())
    // Another gateway of the same acquirer, which does not know of it.
    let other = Self.gateway(host, DirectLink(host), InMemoryArchive().records)
    host.clock.advance(by: Span(seconds: 1))
    let answer = try await other.reconcile(id: IssuerHost.operation())
    #expect(answer.code == .outOfBalance)
    #expect(answer.totals?.debits.units == 2_00)
    #expect(try await host.owed == 2_00)
  }

  /// The gateway dies at each of its writes, the issuer at each of its own; afterwards everything has an end and both agree.
  @Test func everyCrashEndsWithBothAgreed() async throws {
    var crashes = 0
    for side in 0..<2 {
      for write in 1... {
        let host = try await IssuerHost.ready()
        let archive = InMemoryArchive()
        let offset = side == 0 ? 0 : host.archive.writes.count
        let point = CrashPoint(write: write + offset, .before)
        let dying = side == 0 ? archive.reopened(crash: point) : archive
        if side == 1 { host.restart(crash: point) }
        let ids = (0..<4).map { _ in IssuerHost.operation() }
        try? await Self.business(Self.gateway(host, DirectLink(host), dying.records), ids)
        let died = side == 0 ? dying.hasCrashed : host.archive.hasCrashed
        host.restart()
        let gateway = Self.gateway(host, DirectLink(host), dying.reopened().records)
        #expect(try await gateway.recover() == [])
        try await Self.business(gateway, ids)
        #expect(try await host.owed == 0)
        #expect(try await host.left == IssuerHost.grant - 9_00)
        try await host.check()
        guard died else { break }
        crashes += 1
      }
    }
    #expect(crashes >= 12)
  }

  /// Four operations, each of which bears to be asked for again.
  private static func business(_ gateway: CardGateway, _ ids: [ID<Operation>]) async throws {
    let held = try await gateway.perform(.authorise(IssuerHost.payment(12_00)), id: ids[0], attempts: 2)
    let taken = try await gateway.perform(
      .complete(IssuerHost.payment(11_00), of: held.name), id: ids[1], attempts: 2)
    _ = try await gateway.perform(.credit(IssuerHost.payment(2_00), of: taken.name), id: ids[2], attempts: 2)
    _ = try await gateway.reconcile(id: ids[3], attempts: 2)
  }
}
