import SemperArchive
import SemperBank
import SemperCryptography
import SemperEcash
import SemperModel
import SemperPayments
import Testing

/// Payer and payee divide a lock without the arbiter: what each of them has to sign, and everything else.
@Suite struct SettlementTests {
  private let host = MintHost()
  private let wallet: Wallet
  private let payee = SigningKey()
  private let agreement = Digest(plain: [1])
  private let until = MintHost.begin.advanced(by: Span(seconds: 600))

  init() async throws {
    wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    try await host.openAccount(payee)
    try await wallet.purse.withdraw(euro(20_00))
  }

  private func till(_ archive: InMemoryArchive = InMemoryArchive(), key: SigningKey? = nil) throws -> EcashTill {
    let (deals, key) = (wallet.deals, key ?? payee)
    return EcashTill(
      records: archive.records, client: try Wallet.client(FaultyTransport(host)), key: key,
      account: payee.thumbprint, time: host.clock, arbiterKey: { deals.arbiterKey($0) })
  }

  private func held() async throws -> TestLock {
    let lock = try TestLock(wallet.deals, payee: payee.thumbprint)
    _ = try await wallet.purse.lock(lock.terms)
    return lock
  }

  private func division(_ lock: TestLock, _ cents: Int64) async throws -> SignedStatement {
    try await wallet.purse.divide(lock.terms, paid: euro(cents), agreement: agreement, until: until).signed
  }

  private func refusal(_ body: () async throws -> VerifiedStatement<LockOutcome>) async -> RefusalCode? {
    do {
      _ = try await body()
      return nil
    } catch { return (error as? Refusal)?.code }
  }

  @Test(arguments: [0, 2_09, 5_00] as [Int64]) func eachGetsItsPart(cents: Int64) async throws {
    let lock = try await held()
    #expect(try await wallet.purse.ending(of: lock.terms) == nil)
    let outcome = try await till().settle(division(lock, cents))
    #expect(outcome.content.ending == .settled && outcome.content.paid == euro(cents))
    #expect(outcome.content.agreement == agreement)
    #expect(try await host.balance(.customer(payee.thumbprint)) == 100_00 + cents)
    // What is left stays under the lock until the payer takes it, and the books know that.
    #expect(try await host.balance(.locks) == 5_00 - cents)
    try await host.checkBooks()
    let word = try #require(try await wallet.purse.ending(of: lock.terms))
    #expect(word.content == outcome.content)
    _ = try await wallet.purse.refund(lock.terms, with: word.signed)
    _ = try await wallet.purse.refund(lock.terms, with: word.signed)
    #expect(try await wallet.purse.balance().available == euro(20_00 - cents))
    #expect(try await host.balance(.locks) == 0)
    try await host.checkBooks()
  }

  @Test func theLedgerTakesWhatBothHaveSignedAndNothingElse() async throws {
    let lock = try await held()
    let other = try await held()
    let stranger = SigningKey()
    func signed(_ change: (LockDivision) -> LockDivision, by key: SigningKey? = nil) throws -> SignedStatement {
      let good = LockDivision(
        terms: lock.terms, ledger: host.name, paid: euro(1_00), agreement: agreement, until: until,
        refund: wallet.deals.refund.publicKey)
      return try SignedStatement(change(good), signedBy: [key ?? wallet.deals.refund])
    }
    func changed(
      terms: LockTerms? = nil, ledger: Thumbprint? = nil, paid: Money? = nil, until: Timestamp? = nil,
      refund: PublicKey? = nil
    ) -> (LockDivision) -> LockDivision {
      { good in
        LockDivision(
          terms: terms ?? good.terms, ledger: ledger ?? good.ledger, paid: paid ?? good.paid,
          agreement: good.agreement, until: until ?? good.until, refund: refund ?? good.refund)
      }
    }
    let bad: [(String, SignedStatement, RefusalCode)] = [
      ("a stranger's", try signed(changed(refund: stranger.publicKey), by: stranger), .wrongSigner),
      ("the payee's own", try signed(changed(refund: payee.publicKey), by: payee), .wrongSigner),
      ("for another ledger", try signed(changed(ledger: payee.thumbprint)), .wrongSigner),
      ("more than is locked", try signed(changed(paid: euro(5_01))), .amountMismatch),
      ("in another currency", try signed(changed(paid: Money("1.00", Currency(code: "CHF")))), .amountMismatch),
      ("too late", try signed(changed(until: Timestamp(seconds: MintHost.begin.seconds - 1))), .expired),
    ]
    for (name, division, code) in bad {
      #expect(await refusal { try await till().settle(division) } == code, "\(name)")
    }
    // The right word in the wrong hands.
    let good = try signed(changed())
    #expect(await refusal { try await till(key: stranger).settle(good) } == .wrongSigner)
    #expect(try await host.balance(.locks) == 10_00)
    // The good one moves this lock only, once, and a repetition is the same word.
    let outcome = try await till().settle(good)
    #expect(try await till().settle(good).content == outcome.content)
    #expect(try await host.balance(.customer(payee.thumbprint)) == 101_00)
    let second = try signed(changed(paid: euro(2_00)))
    #expect(try await till().settle(second).content == outcome.content, "the same agreement is settled once")
    #expect(try await wallet.purse.ending(of: other.terms) == nil)
    try await host.checkBooks()
  }

  @Test func theFirstEndingWins() async throws {
    let (claimed, settled, refunded) = (try await held(), try await held(), try await held())
    _ = try await till().claim(claimed.terms, with: .opening(claimed.opening))
    #expect(await refusal { try await till().settle(try await division(claimed, 0)) } == .lockEnded)
    let outcome = try await till().settle(division(settled, 0))
    #expect(
      await refusal { try await till().claim(settled.terms, with: .opening(settled.opening)) } == .lockEnded)
    let decision = try wallet.deals.decision(.aborted, on: settled.terms.exchange)
    #expect(await refusal { try await wallet.purse.refund(settled.terms, with: decision) } == .lockEnded)
    _ = try await wallet.purse.refund(
      refunded.terms, with: wallet.deals.decision(.aborted, on: refunded.terms.exchange))
    #expect(await refusal { try await till().settle(try await division(refunded, 5_00)) } == .lockEnded)
    // The refused refund did not use up the right one.
    _ = try await wallet.purse.refund(settled.terms, with: outcome.signed)
    #expect(try await host.balance(.locks) == 0)
    try await host.checkBooks()
  }

  @Test func nobodyCollectsWhatTheMintHasNotSettled() async throws {
    let payer = RawPayer(host: host)
    let lock = try await held()
    func collect(_ word: SignedStatement, _ exponents: [Int], by key: SigningKey? = nil) async throws -> MintAnswer {
      let key = key ?? wallet.deals.refund
      return try await payer.send(
        MintRefund(
          payer.header(), terms: lock.terms, decision: word, arbiter: wallet.deals.arbiter.publicKey,
          refund: key.publicKey, outputs: try payer.blanks(exponents).map(\.output)), [key])
    }
    func word(_ cents: Int64) throws -> SignedStatement {
      try SignedStatement(
        LockOutcome(
          terms: lock.terms, ending: .settled, paid: euro(cents), agreement: agreement,
          ledger: wallet.deals.refund.thumbprint, issued: MintHost.begin), signedBy: [wallet.deals.refund])
    }
    let early = await #expect(throws: Refusal.self) { try await collect(word(4_36), [6]) }
    #expect(early?.code == .unknownLock)
    let outcome = try await till().settle(division(lock, 4_36)).signed
    #expect(try await collect(word(2_44), [8]).refusal?.code == .lockInvalid)
    #expect(try await collect(outcome, [7]).refusal?.code == .amountMismatch)
    #expect(try await collect(outcome, [6], by: payee).refusal?.code == .wrongSigner)
    #expect(try await collect(outcome, [6]).outcome?.ending == .settled)
    #expect(try await collect(outcome, [6]).refusal?.code == .lockEnded)
    #expect(try await host.balance(.locks) == 0)
    try await host.checkBooks()
  }

  /// Whatever dies at whichever write, on either side: the division is carried out once and each gets its part.
  @Test(arguments: CrashPoint.Side.allCases) func eachDiesAtEveryWrite(side: CrashPoint.Side) async throws {
    for write in 1...2 {
      let lock = try await held()
      let before = try await wallet.purse.balance().available
      let paid = try await host.balance(.customer(payee.thumbprint))
      let word = try await division(lock, 2_00)
      let archive = InMemoryArchive().reopened(crash: CrashPoint(write: write, side))
      await #expect(throws: (any Error).self) { try await till(archive).settle(word) }
      let outcome = try await till(archive.reopened()).settle(word)
      try wallet.restart(crash: CrashPoint(write: wallet.archive.writes.count + write, side))
      _ = try? await wallet.purse.refund(lock.terms, with: outcome.signed)
      #expect(wallet.archive.hasCrashed)
      try wallet.restart()
      _ = try await wallet.purse.recover()
      _ = try await wallet.purse.refund(lock.terms, with: outcome.signed)
      #expect(try await wallet.purse.balance().available.minorUnits == before.minorUnits + 3_00)
      #expect(try await host.balance(.customer(payee.thumbprint)) == paid + 2_00)
      try await host.checkBooks()
      try await wallet.purse.withdraw(euro(2_00))
    }
  }
}
