import SemperArchive
import SemperBank
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperTesting
import Testing

/// Every way into and out of a lock on an account, and every wrong one.
@Suite struct AccountLockTests {
  private let time = VirtualTime(now: Stage.start)
  private let stage: Stage
  private let desk: CellBank
  /// The accounts have keys of their own, which no exchange names.
  private let accounts = (payer: SigningKey(), payee: SigningKey())
  private let payer: AccountPurse
  private let payee: AccountPurse

  init() async throws {
    stage = try Stage(originator: [.receipt], responder: [.money])
    let (stage, time) = (stage, time)
    desk = try await CellBank(
      key: stage.bank, customers: [accounts.payer, accounts.payee], cents: 600, time: time)
    let arbiter = stage.arbiterKey.publicKey
    func purse(_ account: SigningKey, _ key: SigningKey, _ desk: CellBank) -> AccountPurse {
      AccountPurse(desk: desk, account: account, payee: key, refund: key, time: time) {
        $0 == arbiter.thumbprint ? arbiter : nil
      }
    }
    payer = purse(accounts.payer, stage.responder, desk)
    payee = purse(accounts.payee, stage.originator, desk)
  }

  private func terms(_ rule: LockRule = .payment, settlement: Int64? = nil) throws -> LockTerms {
    let item = try #require(stage.items.last)
    let lock = try #require(stage.lock(item, of: .responder))
    return LockTerms(
      exchange: lock.exchange, path: lock.path, opening: lock.opening, amount: lock.amount, payee: lock.payee,
      refund: lock.refund, arbiter: lock.arbiter, rule: rule, settlement: settlement.map { Span(seconds: $0) })
  }

  private func decision(_ verdict: ArbiterDecision.Verdict, by key: SigningKey? = nil) throws -> SignedStatement {
    let key = key ?? stage.arbiterKey
    return try SignedStatement(
      ArbiterDecision(
        exchange: stage.terms.id, verdict: verdict, cause: .asked,
        commits: verdict == .aborted ? [] : [stage.terms.id, stage.terms.id],
        closes: verdict.isFinal ? nil : Stage.start, proof: nil, arbiter: key.thumbprint, number: 0,
        previous: stage.terms.id, issued: Stage.start), signedBy: [key])
  }

  private func opening(_ terms: LockTerms) -> LockClaim {
    .opening(stage.secret(.responder).opening(for: terms.path))
  }

  private func refusal(_ body: () async throws -> VerifiedStatement<LockOutcome>) async -> RefusalCode? {
    do {
      _ = try await body()
      return nil
    } catch { return (error as? Refusal)?.code }
  }

  private func balances() async throws -> [Int64] {
    [
      try await desk.balance(.customer(accounts.payer.thumbprint)), try await desk.balance(.holds),
      try await desk.balance(.customer(accounts.payee.thumbprint)),
    ]
  }

  @Test func theOpeningPaysThePayeeOnce() async throws {
    let terms = try terms()
    let receipt = try await payer.lock(terms)
    #expect(try await payer.lock(terms) == receipt)
    #expect(try await balances() == [100, 500, 600])
    let outcome = try await payee.claim(terms, with: opening(terms))
    #expect(try await payee.claim(terms, with: .decision(decision(.resolved))) == outcome)
    #expect(try await balances() == [100, 0, 1_100])
    #expect(await refusal { try await payer.refund(terms, with: decision(.aborted)) } == .lockEnded)
    try await desk.checkBooks()
  }

  @Test func wrongTitlesGetNothing() async throws {
    let terms = try terms()
    _ = try await payer.lock(terms)
    let stranger = SigningKey()
    #expect(await refusal { try await payer.claim(terms, with: opening(terms)) } == .wrongSigner)
    let wrong = LockClaim.opening(stage.secret(.originator).opening(for: terms.path))
    #expect(await refusal { try await payee.claim(terms, with: wrong) } == .lockInvalid)
    for verdict in [ArbiterDecision.Verdict.aborted, .failed, .pending, .disclosed] {
      #expect(
        await refusal { try await payee.claim(terms, with: .decision(decision(verdict))) } == .lockInvalid,
        "\(verdict)")
    }
    #expect(
      await refusal { try await payee.claim(terms, with: .decision(decision(.resolved, by: stranger))) }
        == .badSignature)
    #expect(await refusal { try await payee.refund(terms, with: decision(.aborted)) } == .wrongSigner)
    for verdict in [ArbiterDecision.Verdict.resolved, .pending] {
      #expect(await refusal { try await payer.refund(terms, with: decision(verdict)) } == .lockInvalid)
    }
    #expect(try await balances() == [100, 500, 600])
    _ = try await payer.refund(terms, with: decision(.aborted))
    #expect(try await balances() == [600, 0, 600])
    try await desk.checkBooks()
  }

  /// Claimed money can be taken back for a while, and becomes the payee's after it.
  @Test func aReversibleClaimWaits() async throws {
    let terms = try terms(settlement: 3_600)
    _ = try await payer.lock(terms)
    let claimed = try await payee.claim(terms, with: opening(terms))
    #expect(claimed.content.ending == .claimed)
    #expect(try await balances() == [100, 500, 600], "the bank keeps it until nothing can undo it")
    #expect(await refusal { try await payer.refund(terms, with: decision(.aborted)) } == .lockEnded)
    time.advance(by: Span(seconds: 3_600))
    _ = try await payee.claim(terms, with: opening(terms))
    #expect(try await balances() == [100, 500, 600])
    time.advance(by: Span(seconds: 1))
    #expect(await refusal { try await payer.refund(terms, with: decision(.failed)) } == .tooLate)
    #expect(try await payee.claim(terms, with: opening(terms)) == claimed)
    #expect(try await balances() == [100, 0, 1_100])
    _ = try await payee.claim(terms, with: opening(terms))
    #expect(try await balances() == [100, 0, 1_100])
    try await desk.checkBooks()
  }

  @Test func aFailureUndoesAClaim() async throws {
    let terms = try terms(settlement: 3_600)
    _ = try await payer.lock(terms)
    _ = try await payee.claim(terms, with: opening(terms))
    time.advance(by: Span(seconds: 3_600))
    let undone = try await payer.refund(terms, with: decision(.failed))
    #expect(undone.content.ending == .undone)
    #expect(try await payer.refund(terms, with: decision(.failed)) == undone)
    #expect(await refusal { try await payee.claim(terms, with: opening(terms)) } == .lockEnded)
    time.advance(by: Span(seconds: 90_000))
    #expect(await refusal { try await payee.claim(terms, with: opening(terms)) } == .lockEnded)
    #expect(try await balances() == [600, 0, 600])
    try await desk.checkBooks()
  }

  @Test func bothMayDivideIt() async throws {
    let terms = try terms()
    _ = try await payer.lock(terms)
    let until = Stage.start.advanced(by: Span(seconds: 60))
    let word = try await payer.divide(
      terms, paid: Money(minorUnits: 200, .euro), agreement: stage.terms.id, until: until
    ).signed
    #expect(await refusal { try await payer.settle(word) } == .wrongSigner)
    let outcome = try await payee.settle(word)
    #expect(outcome.content.ending == .settled && outcome.content.agreement == stage.terms.id)
    #expect(try await payer.refund(terms, with: outcome.signed) == outcome)
    #expect(try await balances() == [400, 0, 800])
    try await desk.checkBooks()
  }

  @Test func whatIsNotThereIsNotLocked() async throws {
    let terms = try terms()
    _ = try await payer.lock(terms)
    let second = LockTerms(
      exchange: terms.exchange, path: "r/more", opening: terms.opening, amount: terms.amount, payee: terms.payee,
      refund: terms.refund, arbiter: terms.arbiter)
    let poor = await #expect(throws: Refusal.self) { try await payer.lock(second) }
    #expect(poor?.code == .insufficientFunds)
    let homeless = AccountPurse(
      desk: desk, account: SigningKey(), payee: stage.originator, refund: stage.originator, time: time
    ) { _ in nil }
    #expect(await refusal { try await homeless.claim(terms, with: opening(terms)) } == .unknownAccount)
    let taken = await #expect(throws: Refusal.self) { try await payee.lock(terms) }
    #expect(taken?.code == .idReused)
    try await desk.checkBooks()
  }

  /// What can be undone no more is there as soon as its owner pays with it or asks.
  @Test func whatIsDueIsPaidOut() async throws {
    let terms = try terms(settlement: 3_600)
    _ = try await payer.lock(terms)
    _ = try await payee.claim(terms, with: opening(terms))
    try await desk.payOutDue(to: accounts.payee.thumbprint)
    #expect(try await balances() == [100, 500, 600])
    time.advance(by: Span(seconds: 3_601))
    try await desk.payOutDue(to: accounts.payer.thumbprint)
    #expect(try await balances() == [100, 500, 600], "nothing is due to the payer")
    try await desk.payOutDue(to: accounts.payee.thumbprint)
    try await desk.payOutDue(to: accounts.payee.thumbprint)
    #expect(try await balances() == [100, 0, 1_100])
    #expect(await refusal { try await payer.refund(terms, with: decision(.failed)) } == .tooLate)
    try await desk.checkBooks()
  }

  /// A failure of the exchange takes a forfeited lock to its payee, and never undoes a claim of it.
  @Test func aForfeitIsNotUndone() async throws {
    let terms = try terms(.forfeit, settlement: 3_600)
    _ = try await payer.lock(terms)
    _ = try await payee.claim(terms, with: opening(terms))
    #expect(await refusal { try await payer.refund(terms, with: decision(.failed)) } == .lockInvalid)
    try await desk.checkBooks()
  }

  /// The bank dies before and after each of its writes. Who asks again gets one answer, and the books are in order.
  @Test(arguments: CrashPoint.Side.allCases) func theBankDiesAtEveryWrite(side: CrashPoint.Side) async throws {
    for write in 3...5 {
      let opened = try await CellBank(
        key: stage.bank, customers: [accounts.payer, accounts.payee], cents: 600, time: time)
      let dying = opened.restarted(crash: CrashPoint(write: write, side))
      var said = [SignedStatement]()
      do {
        for step in try steps(dying) { said.append(try await step()) }
        Issue.record("the bank did not die at write \(write)")
      } catch { #expect(dying.hasCrashed) }
      let again = dying.restarted()
      for step in try steps(again).dropFirst(said.count) {
        let word = try await step()
        #expect(try await step() == word)
      }
      #expect(try await again.balance(.holds) == 0)
      #expect(try await again.balance(.customer(accounts.payer.thumbprint)) == 600)
      try await again.checkBooks()
    }
  }

  /// Money is locked, claimed, and taken back by a failure.
  private func steps(_ desk: CellBank) throws -> [() async throws -> SignedStatement] {
    let (terms, failure, arbiter) = (try terms(settlement: 3_600), try decision(.failed), stage.arbiterKey.publicKey)
    func purse(_ account: SigningKey, _ key: SigningKey) -> AccountPurse {
      AccountPurse(desk: desk, account: account, payee: key, refund: key, time: time) { _ in arbiter }
    }
    let (payer, payee) = (purse(accounts.payer, stage.responder), purse(accounts.payee, stage.originator))
    return [
      { try await payer.lock(terms).signed }, { try await payee.claim(terms, with: opening(terms)).signed },
      { try await payer.refund(terms, with: failure).signed },
    ]
  }
}
