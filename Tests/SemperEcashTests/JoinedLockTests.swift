import SemperArchive
import SemperBank
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import SemperTesting
import Testing

/// A lock of coins that ends together with another ledger's: it stands still under its payee's pledge, and follows that
/// ledger's word and nothing else. Here the other ledger is one of accounts, whose words the test signs itself.
@Suite struct JoinedLockTests {
  private let host = MintHost()
  private let wallet: Wallet
  private let payee = SigningKey()
  private let other = SigningKey()
  private let agreement = Digest(plain: [1])
  private let until = MintHost.begin.advanced(by: Span(seconds: 600))

  init() async throws {
    wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    try await host.openAccount(payee)
    try await wallet.purse.withdraw(euro(20_00))
  }

  private func till() throws -> EcashTill {
    let deals = wallet.deals
    return EcashTill(
      records: InMemoryArchive().records, client: try Wallet.client(FaultyTransport(host)), key: payee,
      account: payee.thumbprint, time: host.clock, arbiterKey: { deals.arbiterKey($0) })
  }

  private func held() async throws -> TestLock {
    let lock = try TestLock(wallet.deals, payee: payee.thumbprint)
    _ = try await wallet.purse.lock(lock.terms)
    return lock
  }

  /// The lock at the other ledger, which pays the wallet and comes back to the payee here.
  private func decider(_ lock: TestLock) -> JoinedLock {
    JoinedLock(
      terms: LockTerms(
        exchange: lock.terms.exchange, path: "back/0", opening: agreement, amount: euro(3_00),
        payee: wallet.account.thumbprint, refund: payee.thumbprint, arbiter: lock.terms.arbiter),
      ledger: other.publicKey, paid: euro(0))
  }

  private func pledge(_ lock: TestLock, paid: Int64, until: Timestamp? = nil) async throws -> SignedStatement {
    try await till().pledge(
      lock.terms, paid: euro(paid), agreement: agreement, until: until ?? self.until, decider: decider(lock)
    ).signed
  }

  private func outcome(
    _ lock: TestLock, _ ending: LockOutcome.Ending, agreement: Digest? = nil, by key: SigningKey? = nil,
    of terms: LockTerms? = nil, isSealed: Bool = false
  ) throws -> SignedStatement {
    try SignedStatement(
      LockOutcome(
        terms: terms ?? decider(lock).terms, ending: ending, paid: euro(0), agreement: agreement, isSealed: isSealed,
        ledger: (key ?? other).thumbprint, issued: MintHost.begin), signedBy: [key ?? other])
  }

  private func lapse(_ lock: TestLock, until: Timestamp? = nil) throws -> SignedStatement {
    try SignedStatement(
      LockLapse(
        terms: decider(lock).terms, until: until ?? self.until, ledger: other.thumbprint, issued: MintHost.begin),
      signedBy: [other])
  }

  @Test func itIsPaidWhenTheOtherWasDivided() async throws {
    let lock = try await held()
    let pledge = try await pledge(lock, paid: lock.terms.amount.minorUnits)
    let freeze = try await wallet.purse.freeze(under: pledge)
    #expect(try await wallet.purse.freeze(under: pledge).content == freeze.content)
    let word = try outcome(lock, .settled, agreement: agreement)
    let till = try till()
    for _ in 1...2 {
      let ended = try await till.settle(pledge, with: word)
      #expect(ended.content.ending == .settled && ended.content.paid == lock.terms.amount)
    }
    #expect(try await host.balance(.customer(payee.thumbprint)) == 100_00 + lock.terms.amount.minorUnits)
    #expect(try await host.balance(.locks) == 0)
    try await host.checkBooks()
  }

  @Test func itComesBackWhenTheOtherWasDivided() async throws {
    let lock = try await held()
    let pledge = try await pledge(lock, paid: 0)
    _ = try await wallet.purse.freeze(under: pledge)
    let word = try outcome(lock, .settled, agreement: agreement)
    for _ in 1...2 {
      let ended = try await wallet.purse.release(pledge, by: word)
      #expect(ended.kind == .lockOutcome)
      _ = try await wallet.purse.refund(lock.terms, with: ended)
    }
    #expect(try await wallet.purse.balance().available == euro(20_00))
    #expect(try await host.balance(.locks) == 0)
    try await host.checkBooks()
  }

  /// What stands still takes neither the opening nor a decision, and takes them again when it is free.
  @Test(arguments: [false, true]) func itStandsStill(hasEnded: Bool) async throws {
    let lock = try await held()
    let pledge = try await pledge(lock, paid: 0)
    _ = try await wallet.purse.freeze(under: pledge)
    let till = try till()
    #expect(await refusalCode { _ = try await till.claim(lock.terms, with: .opening(lock.opening)) } == .unavailable)
    #expect(
      await refusalCode {
        _ = try await till.settle(
          wallet.purse.divide(lock.terms, paid: euro(1_00), agreement: agreement, until: until).signed)
      } == .unavailable)
    let word = hasEnded ? try outcome(lock, .claimed) : try lapse(lock)
    #expect(try await till.release(pledge, by: word).kind == .lockReceipt)
    let claimed = try await till.claim(lock.terms, with: .opening(lock.opening))
    #expect(claimed.content.ending == .claimed)
    #expect(try await till.release(pledge, by: word).kind == .lockOutcome)
    try await host.checkBooks()
  }

  /// When its deciding ledger has spoken, the same pledge freezes it no more, and neither does an older one.
  @Test func aPledgeIsUsedOnce() async throws {
    let lock = try await held()
    let (old, pledge) = (
      try await pledge(lock, paid: 0, until: Timestamp(seconds: until.seconds - 60)), try await pledge(lock, paid: 0)
    )
    _ = try await wallet.purse.freeze(under: pledge)
    #expect(await refusalCode { _ = try await wallet.purse.freeze(under: old) } == .unavailable)
    _ = try await wallet.purse.release(pledge, by: lapse(lock))
    for spent in [old, pledge] {
      #expect(await refusalCode { _ = try await wallet.purse.freeze(under: spent) } == .expired)
    }
    _ = try await wallet.purse.freeze(
      under: try await self.pledge(lock, paid: 0, until: until.advanced(by: Span(seconds: 60))))
  }

  @Test func wordsThatDoNotMoveIt() async throws {
    let lock = try await held()
    let pledge = try await pledge(lock, paid: lock.terms.amount.minorUnits)
    _ = try await wallet.purse.freeze(under: pledge)
    let (till, stranger) = (try till(), SigningKey())
    let settled: [(String, SignedStatement, RefusalCode)] = [
      ("another end", try outcome(lock, .claimed), .lockInvalid),
      ("another agreement", try outcome(lock, .settled, agreement: Digest(plain: [2])), .lockInvalid),
      ("a stranger's", try outcome(lock, .settled, agreement: agreement, by: stranger), .badSignature),
      ("another lock", try outcome(lock, .settled, agreement: agreement, of: lock.terms), .lockInvalid),
      ("that it is over", try lapse(lock), .lockInvalid),
    ]
    for (words, word, expected) in settled {
      #expect(await refusalCode { _ = try await till.settle(pledge, with: word) } == expected, "\(words)")
    }
    let freeing: [(String, SignedStatement, RefusalCode)] = [
      ("divided", try outcome(lock, .settled, agreement: agreement), .lockInvalid),
      ("of an earlier time", try lapse(lock, until: Timestamp(seconds: until.seconds - 1)), .lockInvalid),
      ("a stranger's", try outcome(lock, .claimed, by: stranger), .badSignature),
      ("another lock", try outcome(lock, .claimed, of: lock.terms), .lockInvalid),
      ("sealed coins with the same terms", try outcome(lock, .claimed, isSealed: true), .lockInvalid),
    ]
    for (words, word, expected) in freeing {
      #expect(await refusalCode { _ = try await wallet.purse.release(pledge, by: word) } == expected, "\(words)")
    }
    #expect(try await wallet.purse.ending(of: lock.terms) == nil)
    try await host.checkBooks()
  }

  @Test func pledgesThatFreezeNothing() async throws {
    let lock = try await held()
    let stranger = SigningKey()
    func pledge(
      terms: LockTerms? = nil, ledger: Thumbprint? = nil, paid: Money? = nil, until: Timestamp? = nil,
      decider: JoinedLock? = nil, by key: SigningKey? = nil
    ) throws -> SignedStatement {
      let key = key ?? payee
      return try SignedStatement(
        LockPledge(
          terms: terms ?? lock.terms, ledger: ledger ?? host.name, paid: paid ?? euro(0), agreement: agreement,
          until: until ?? self.until, decider: decider ?? self.decider(lock), payee: key.publicKey), signedBy: [key])
    }
    let mine = JoinedLock(terms: lock.terms, ledger: try Wallet.client(FaultyTransport(host)).mint, paid: euro(0))
    let bad: [(String, SignedStatement, RefusalCode)] = [
      ("by a stranger", try pledge(by: stranger), .wrongSigner),
      ("at another ledger", try pledge(ledger: stranger.thumbprint), .wrongSigner),
      ("of a part", try pledge(paid: euro(1_00)), .amountMismatch),
      ("waiting for itself", try pledge(decider: mine), .lockInvalid),
      ("too late", try pledge(until: Timestamp(seconds: MintHost.begin.seconds - 1)), .expired),
    ]
    for (words, pledge, expected) in bad {
      #expect(await refusalCode { _ = try await wallet.purse.freeze(under: pledge) } == expected, "\(words)")
    }
    #expect(try await till().claim(lock.terms, with: .opening(lock.opening)).content.ending == .claimed)
  }

  /// As the lock that decides: divided only beside one that stands still for it, and never again after a lapse.
  @Test func itDecidesOnlyBesideAFrozenLock() async throws {
    let lock = try await held()
    let peer = JoinedLock(terms: decider(lock).terms, ledger: other.publicKey, paid: euro(0))
    let division = try await wallet.purse.divide(
      lock.terms, paid: euro(0), agreement: agreement, until: until, joined: peer
    ).signed
    func freeze(paid: Money? = nil, agreement: Digest? = nil, decider: LockTerms? = nil, by key: SigningKey? = nil)
      throws -> SignedStatement
    {
      let pledge = LockPledge(
        terms: peer.terms, ledger: (key ?? other).thumbprint, paid: paid ?? euro(0),
        agreement: agreement ?? self.agreement,
        until: until,
        decider: JoinedLock(
          terms: decider ?? lock.terms, ledger: try Wallet.client(FaultyTransport(host)).mint, paid: euro(0)),
        payee: payee.publicKey)
      return try SignedStatement(LockFreeze(pledge, issued: MintHost.begin), signedBy: [key ?? other])
    }
    let till = try till()
    #expect(await refusalCode { _ = try await till.settle(division) } == .lockInvalid)
    let bad: [(String, SignedStatement, RefusalCode)] = [
      ("pays something else", try freeze(paid: euro(3_00)), .lockInvalid),
      ("for another agreement", try freeze(agreement: Digest(plain: [3])), .lockInvalid),
      ("waits for another lock", try freeze(decider: peer.terms), .lockInvalid),
      ("by a stranger", try freeze(by: SigningKey()), .badSignature),
    ]
    for (words, freeze, expected) in bad {
      #expect(await refusalCode { _ = try await till.settle(division, with: freeze) } == expected, "\(words)")
    }
    #expect(await refusalCode { _ = try await till.lapse(of: lock.terms, until: until) } == .unavailable)
    let outcome = try await till.settle(division, with: freeze())
    #expect(outcome.content.ending == .settled && outcome.content.agreement == agreement)
    #expect(try await till.lapse(of: lock.terms, until: until).digest == outcome.digest)
    try await host.checkBooks()
  }

  @Test func nothingIsDividedAfterALapse() async throws {
    let lock = try await held()
    let division = try await wallet.purse.divide(lock.terms, paid: euro(0), agreement: agreement, until: until).signed
    host.clock.advance(by: Span(seconds: 601))
    #expect(try await wallet.purse.lapse(of: lock.terms, until: until).kind == .lockLapse)
    // Even if the ledger's clock were set back.
    let till = try till()
    #expect(await refusalCode { _ = try await till.settle(division) } == .expired)
    #expect(
      await refusalCode { _ = try await till.lapse(of: lock.terms, until: until.advanced(by: Span(seconds: 60))) }
        == .unavailable)
    let later = try await wallet.purse.divide(
      lock.terms, paid: euro(0), agreement: agreement, until: until.advanced(by: Span(seconds: 60))
    ).signed
    #expect(try await till.settle(later).content.ending == .settled)
  }

  private enum Course: CaseIterable { case paid, back, freed }

  /// All calls of one course, each of which may be made again. What is left for the payer is taken too.
  private func run(_ course: Course, _ lock: TestLock, _ pledge: SignedStatement) async throws {
    let till = try till()
    if try await wallet.purse.ending(of: lock.terms) == nil {
      let isFreed =
        await refusalCode { _ = try await wallet.purse.freeze(under: pledge) } == .expired && course == .freed
      guard isFreed else {
        _ = try await wallet.purse.freeze(under: pledge)
        return try await end(course, lock, pledge, till)
      }
    }
    try await end(course, lock, pledge, till)
  }

  private func end(_ course: Course, _ lock: TestLock, _ pledge: SignedStatement, _ till: EcashTill) async throws {
    switch course {
    case .paid: _ = try await till.settle(pledge, with: outcome(lock, .settled, agreement: agreement))
    case .back:
      let ended = try await wallet.purse.release(pledge, by: outcome(lock, .settled, agreement: agreement))
      _ = try await wallet.purse.refund(lock.terms, with: ended)
    case .freed:
      _ = try await till.release(pledge, by: lapse(lock))
      _ = try await till.claim(lock.terms, with: .opening(lock.opening))
    }
  }

  @Test(arguments: CrashPoint.Side.allCases) func theLedgerDiesAtEveryWrite(side: CrashPoint.Side) async throws {
    for course in Course.allCases {
      var write = 0
      var died = true
      while died {
        write += 1
        let world = try await JoinedLockTests()
        let lock = try await world.held()
        let pledge = try await world.pledge(lock, paid: course == .paid ? lock.terms.amount.minorUnits : 0)
        world.host.restart(crash: CrashPoint(write: world.host.archive.writes.count + write, side))
        _ = try? await world.run(course, lock, pledge)
        died = world.host.archive.hasCrashed
        world.host.restart()
        _ = try await world.wallet.purse.recover()
        try await world.run(course, lock, pledge)
        let payee = try await world.host.balance(.customer(world.payee.thumbprint)) - MintHost.grant.minorUnits
        #expect(payee == (course == .back ? 0 : lock.terms.amount.minorUnits), "\(course), \(side) write \(write)")
        #expect(try await world.host.balance(.locks) == 0, "\(course), \(side) write \(write)")
        #expect(try await world.wallet.purse.balance().available.minorUnits + payee == 20_00)
        try await world.host.checkBooks()
      }
      // Freezing, and each word that ends it or sets it free.
      #expect(write > 2, "\(course)")
    }
  }
}
