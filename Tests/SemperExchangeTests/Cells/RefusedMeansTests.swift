import SemperArchive
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements
import SemperTesting
import Testing

/// What the arbiter refuses to take in does not end an exchange: from the close on every call is answered.
@Suite struct RefusedMeansTests {
  /// The buyer of small data, which is the responder, has locked its money; the seller is gone.
  private func abandoned() async throws -> CellRun {
    try await CellRun([.money], for: [.small], .originatorSilentAfterM2)
  }

  private func isAsking(_ run: CellRun) -> Bool {
    (run.machines[.responder]?.outstandingActions ?? []).contains { action in
      if case .askArbiter = action { true } else { false }
    }
  }

  @Test func whoReturnsAfterTheCloseGetsItsMoneyBack() async throws {
    var run = try await abandoned()
    while !isAsking(run), try await run.step() {}
    run.time.advance(to: run.terms.header.closes.advanced(by: Span(seconds: 1)))
    try await run.run()
    #expect(run.machines[.responder]?.outcome == .aborted)
    #expect(run.ledgers[.responder]?.endings == [.refunded])
    #expect(try await run.unfairness() == nil)
  }

  @Test(arguments: [Span(seconds: 3_000), Span(seconds: 1_000_000)])
  func aCiphertextThatIsLostForAWhileOrForGoodEndsNothing(_ time: Span) async throws {
    var run = try await abandoned()
    let back = CellRun.start.advanced(by: time)
    let (shelf, clock) = (run.shelf, run.time)
    run.change(.responder) { $0.sink = LosingSink(shelf: shelf, time: clock, until: back) }
    try await run.run()
    #expect(run.machines[.responder]?.outcome == (back < run.terms.header.closes ? .completed : .aborted))
    #expect(try await run.unfairness() == nil)
  }

  @Test(arguments: RefusalCode.allCases) func onlyAnAnswerOfTheArbitersIsADenial(_ code: RefusalCode) {
    let answers: Set<RefusalCode> = [
      .malformed, .unknownKind, .badSignature, .wrongSigner, .untrusted, .lockInvalid, .goodsInvalid, .proofInvalid,
      .notAParty, .alreadyDecided, .decisionLost,
    ]
    #expect((ArbiterDenial(Refusal(code, blame: .provider, "no")) != nil) == answers.contains(code))
  }
}

/// What a peer has had the arbiter resolve needs that peer no more: its ciphertext lies with the arbiter.
@Suite struct LeavingPeerTests {
  @Test(arguments: [
    CellCase(.informationExchange, [.small], [.small]),
    CellCase(.informationExchangeWithBond, [.large], [.large, .bond]),
  ])
  func whoIsResolvedForHasTheDataFromTheArbiter(_ row: CellCase) async throws {
    var run = try await CellRun(row, .originatorSilentAfterM1)
    let shelf = run.shelf
    run.change(.originator) { $0.sink = AbandonedSink(shelf: shelf) }
    try await run.run()
    #expect(run.machines[.originator]?.outcome == .completed)
    #expect(try await run.unfairness() == nil)
  }

  /// It was away for longer than the arbiter keeps anything. Nothing can be had any more, and it ends and says whose fault that is.
  @Test func whoReturnsWhenNobodyKeepsTheDataEnds() async throws {
    let surroundings = CellSurroundings(arbiterOn: InMemoryArchive().records)
    var run = try await CellRun(
      CellCase(.informationExchange, [.small], [.small]), .originatorSilentAfterM1, in: surroundings)
    let shelf = run.shelf
    run.change(.originator) { $0.sink = AbandonedSink(shelf: shelf) }
    while !isFetching(run), try await run.step() {}
    #expect(isFetching(run))
    run.time.advance(to: run.terms.header.closes.advanced(by: Span(seconds: 400 * 86_400)))
    try await ArbiterKeeper(surroundings.arbiter, policy: CellRun.policy, time: run.time).work(
      at: run.time.now())
    try await run.run()
    guard case .wronged(let refusal)? = run.machines[.originator]?.outcome else {
      Issue.record("it does not end")
      return
    }
    #expect(refusal.code == .tooLate && refusal.blame == .us)
  }

  private func isFetching(_ run: CellRun) -> Bool {
    (run.machines[.originator]?.outstandingActions ?? []).contains { action in
      if case .fetchGoods = action { true } else { false }
    }
  }
}

/// A peer that never says what its data is, so that its originator cannot even commit.
@Suite struct NamelessDataTests {
  private func end(_ own: [Ware], isClosed: Bool) async throws -> (CellRun, [ExchangeEvent]) {
    let run = try await CellRun(own, for: [.small])
    let machine = try #require(run.machines[.originator])
    var performer = try #require(run.performers[.originator])
    performer.means.sink = AbandonedSink(shelf: run.shelf, nameless: .silent)
    if isClosed { run.time.advance(to: run.terms.header.closes) }
    return (run, try await performer.perform(.lock, of: machine))
  }

  @Test func itIsWaitedForUntilTheExchangeCloses() async throws {
    await #expect(throws: CellRun.NotNow.self) { _ = try await end([.small], isClosed: false) }
    guard case .lockRefused(let refusal)? = try await end([.small], isClosed: true).1.first else {
      Issue.record("it does not end")
      return
    }
    #expect(refusal.code == .tooLate)
    #expect(refusal.blame == .peer)
  }

  /// The process died when its money was locked and nothing of that was written down; then the peer said no more, or what it said
  /// would not do.
  @Test(arguments: [NamelessSink.silent, .refusing]) func whatAForgottenLifeHasLockedIsHadBack(
    peer: NamelessSink
  ) async throws {
    var run = try await CellRun(
      CellCase(.mixed, [.large, .money], [.large, .bond], PlanWish(atLeast: .compensated, offersBond: true)))
    let performer = try #require(run.performers[.originator])
    let machine = try #require(run.machines[.originator])
    guard case .locked(let held)? = try await performer.perform(.lock, of: machine).first else {
      Issue.record("it locks nothing")
      return
    }
    #expect(held.locked.contains { if case .lock = $0.form { true } else { false } })
    let shelf = run.shelf
    run.change(.originator) { $0.sink = AbandonedSink(shelf: shelf, nameless: peer) }
    if peer == .silent { run.time.advance(to: run.terms.header.closes) }
    try await run.run()
    #expect(run.machines[.originator]?.outcome == .aborted)
    #expect(run.machines[.originator]?.isFinished == true)
    #expect(run.ledgers[.originator]?.endings == [.refunded])
    #expect(try await run.unfairness() == nil)
  }
}

/// A peer that has not even said what its data is.
enum NamelessSink {
  case silent
  case refusing
}

/// The peer gives nothing any more.
private struct AbandonedSink: ItemSink {
  let shelf: CellShelf
  var nameless: NamelessSink?

  func prepare(_ item: DescribedItem, exchange: Digest) async throws {
    switch nameless {
    case .silent: throw CellRun.NotNow()
    case .refusing: throw Refusal(.goodsInvalid, blame: .peer, "this describes something else")
    case nil: break
    }
    try await shelf.prepare(item, exchange: exchange)
  }

  func take(
    _ ciphertext: AsyncThrowingStream<[UInt8], any Error>, of item: DescribedItem, locked: LockedData, exchange: Digest
  ) async throws { try await shelf.take(ciphertext, of: item, locked: locked, exchange: exchange) }

  func fetch(_ item: DescribedItem, locked: LockedData, exchange: Digest) async throws { throw CellRun.NotNow() }

  func open(
    _ item: DescribedItem, locked: LockedData, exchange: Digest, opening: ItemOpening
  ) async throws -> ProofOfMisbehaviour? {
    try await shelf.open(item, locked: locked, exchange: exchange, opening: opening)
  }

  func ciphertext(
    of item: DescribedItem, locked: LockedData, exchange: Digest
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> { throw CellRun.NotNow() }
}

/// A shelf on a disk that has lost what had been fetched, until it is there again.
private struct LosingSink: ItemSink {
  let shelf: CellShelf
  let time: VirtualTime
  let until: Timestamp

  func prepare(_ item: DescribedItem, exchange: Digest) async throws {
    try await shelf.prepare(item, exchange: exchange)
  }

  func take(
    _ ciphertext: AsyncThrowingStream<[UInt8], any Error>, of item: DescribedItem, locked: LockedData, exchange: Digest
  ) async throws { try await shelf.take(ciphertext, of: item, locked: locked, exchange: exchange) }

  func fetch(_ item: DescribedItem, locked: LockedData, exchange: Digest) async throws {
    try await shelf.fetch(item, locked: locked, exchange: exchange)
  }

  func open(
    _ item: DescribedItem, locked: LockedData, exchange: Digest, opening: ItemOpening
  ) async throws -> ProofOfMisbehaviour? {
    try await shelf.open(item, locked: locked, exchange: exchange, opening: opening)
  }

  func ciphertext(
    of item: DescribedItem, locked: LockedData, exchange: Digest
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
    guard until <= time.now() else {
      throw Refusal(.goodsMissing, blame: .us, "the disk has lost the ciphertext")
    }
    return try await shelf.ciphertext(of: item, locked: locked, exchange: exchange)
  }
}
