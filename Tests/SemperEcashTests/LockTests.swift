import SemperBank
import SemperCryptography
import SemperEcash
import SemperModel
import SemperPayments
import Testing

/// Every way into and out of a lock, and every wrong one.
@Suite struct LockTests {
  let host = MintHost()
  let payer: RawPayer
  let payee = SigningKey()
  let deals = DealKeys()

  init() async throws {
    payer = RawPayer(host: host)
    try await host.openAccount(payer.account)
    try await host.openAccount(payee)
  }

  private func held(_ cents: Int64 = 512) async throws -> TestLock {
    let lock = try TestLock(deals, payee: payee.thumbprint, cents: cents)
    let coins = try await payer.withdraw([9])
    let receipt = try #require(try await payer.lock(lock.terms, with: coins).lockReceipt)
    #expect(receipt.terms == lock.terms && receipt.ledger == host.name)
    return lock
  }

  private func claim(
    _ lock: TestLock, _ title: MintClaim.Title? = nil, by key: SigningKey? = nil, account: SigningKey? = nil
  ) async throws -> MintAnswer {
    let key = key ?? payee
    return try await payer.send(
      MintClaim(
        payer.header(), terms: lock.terms, title: title ?? .opening(lock.opening), payee: key.publicKey,
        account: (account ?? payee).thumbprint), [key])
  }

  private func refund(
    _ lock: TestLock, _ decision: SignedStatement, by key: SigningKey? = nil, arbiter: SigningKey? = nil,
    exponents: [Int] = [9]
  ) async throws -> MintAnswer {
    let key = key ?? deals.refund
    return try await payer.send(
      MintRefund(
        payer.header(), terms: lock.terms, decision: decision, arbiter: (arbiter ?? deals.arbiter).publicKey,
        refund: key.publicKey, outputs: try payer.blanks(exponents).map(\.output)), [key])
  }

  private func resolution(_ lock: TestLock, _ verdict: ArbiterDecision.Verdict = .resolved) throws -> MintClaim.Title {
    .decision(try deals.decision(verdict, on: lock.terms.exchange), arbiter: deals.arbiter.publicKey)
  }

  @Test func theOpeningPaysThePayee() async throws {
    let lock = try await held()
    let outcome = try #require(try await claim(lock).outcome)
    #expect(outcome.ending == .claimed && outcome.paid == euro(512))
    #expect(try await host.balance(.customer(payee.thumbprint)) == 105_12)
    // A second claim gets the same word and no more money.
    #expect(try await claim(lock).outcome == outcome)
    #expect(try await claim(lock, resolution(lock)).outcome == outcome)
    #expect(try await host.balance(.customer(payee.thumbprint)) == 105_12)
    try await host.checkBooks()
  }

  @Test func theResolutionPaysThePayee() async throws {
    let lock = try await held()
    #expect(try await claim(lock, resolution(lock)).outcome?.ending == .claimed)
    let late = try await refund(lock, deals.decision(.aborted, on: lock.terms.exchange))
    #expect(late.refusal?.code == .lockEnded)
    try await host.checkBooks()
  }

  @Test(arguments: [ArbiterDecision.Verdict.aborted, .failed])
  func anAbortOrFailureGivesTheMoneyBack(verdict: ArbiterDecision.Verdict) async throws {
    let lock = try await held()
    let answer = try await refund(lock, deals.decision(verdict, on: lock.terms.exchange))
    #expect(answer.outcome?.ending == .refunded && answer.outcome?.paid == euro(0))
    #expect(answer.signatures.count == 1)
    #expect(try await claim(lock).refusal?.code == .lockEnded)
    let second = try await refund(lock, deals.decision(verdict, on: lock.terms.exchange))
    #expect(second.refusal?.code == .lockEnded)
    #expect(try await host.balance(.locks) == 0)
    #expect(try await host.balance(.coins) == 512)
    try await host.checkBooks()
  }

  @Test func wrongTitlesGetNothing() async throws {
    let lock = try await held()
    let other = try TestLock(deals, payee: payee.thumbprint)
    let stranger = SigningKey()
    let byStranger = try deals.decision(.resolved, on: lock.terms.exchange, by: stranger)
    let titles: [(String, MintClaim.Title, RefusalCode)] = [
      ("another opening", .opening(other.opening), .lockInvalid),
      ("an abort", try resolution(lock, .aborted), .lockInvalid),
      ("a failure", try resolution(lock, .failed), .lockInvalid),
      ("a pending decision", try resolution(lock, .pending), .lockInvalid),
      ("a disclosure", try resolution(lock, .disclosed), .lockInvalid),
      ("a resolution of another exchange", try resolution(other), .lockInvalid),
      ("a stranger's resolution", .decision(byStranger, arbiter: stranger.publicKey), .wrongSigner),
      ("a stranger's under the arbiter's key", .decision(byStranger, arbiter: deals.arbiter.publicKey), .badSignature),
    ]
    for (name, title, code) in titles {
      #expect(try await claim(lock, title).refusal?.code == code, "\(name)")
    }
    #expect(try await claim(lock, by: stranger).refusal?.code == .wrongSigner)
    let homeless = await #expect(throws: Refusal.self) { try await claim(lock, account: SigningKey()) }
    #expect(homeless?.code == .unknownAccount)
    for verdict in [ArbiterDecision.Verdict.resolved, .pending, .disclosed] {
      let decision = try deals.decision(verdict, on: lock.terms.exchange)
      #expect(try await refund(lock, decision).refusal?.code == .lockInvalid, "\(verdict)")
    }
    let aborted = try deals.decision(.aborted, on: lock.terms.exchange)
    #expect(try await refund(lock, aborted, by: stranger).refusal?.code == .wrongSigner)
    #expect(try await refund(lock, aborted, exponents: [8]).refusal?.code == .amountMismatch)
    #expect(try await refund(lock, aborted, exponents: [10]).refusal?.code == .amountMismatch)
    let forged = try deals.decision(.aborted, on: lock.terms.exchange, by: stranger)
    #expect(try await refund(lock, forged, arbiter: stranger).refusal?.code == .wrongSigner)
    // After all that the lock is as it was.
    #expect(try await host.balance(.locks) == 512)
    #expect(try await claim(lock).outcome?.ending == .claimed)
    try await host.checkBooks()
  }

  @Test func locksAreExactAndOnce() async throws {
    let coins = try await payer.withdraw([9, 9])
    for cents in [511, 513] as [Int64] {
      let lock = try TestLock(deals, payee: payee.thumbprint, cents: cents)
      #expect(try await payer.lock(lock.terms, with: [coins[0]]).refusal?.code == .amountMismatch)
    }
    let lock = try TestLock(deals, payee: payee.thumbprint, cents: 512)
    #expect(try await payer.lock(lock.terms, with: [coins[0]]).lockReceipt != nil)
    #expect(try await payer.lock(lock.terms, with: [coins[1]]).refusal?.code == .idReused)
    // Another path of the same exchange is another lock.
    let second = try TestLock(
      deals, payee: payee.thumbprint, cents: 512, path: "payment-2", exchange: lock.terms.exchange)
    #expect(try await payer.lock(second.terms, with: [coins[1]]).lockReceipt != nil)
    #expect(try await host.mint.locks(for: lock.terms.exchange).count == 2)
    let unknown = try TestLock(deals, payee: payee.thumbprint)
    let refusal = await #expect(throws: Refusal.self) { try await claim(unknown) }
    #expect(refusal?.code == .unknownLock)
    try await host.checkBooks()
  }

  @Test func ofManyClaimsAndRefundsOneWins() async throws {
    for _ in 0..<5 {
      let before = try await host.balance(.customer(payee.thumbprint))
      let lock = try await held()
      let decision = try deals.decision(.aborted, on: lock.terms.exchange)
      let endings = try await withThrowingTaskGroup(of: LockOutcome.Ending?.self) { group in
        for _ in 0..<5 {
          group.addTask { try await claim(lock).outcome?.ending }
          group.addTask { try await refund(lock, decision).outcome?.ending }
        }
        return try await group.reduce(into: [LockOutcome.Ending]()) { if let ending = $1 { $0.append(ending) } }
      }
      #expect(Set(endings).count == 1)
      let gained = try await host.balance(.customer(payee.thumbprint)) - before
      #expect(gained == (endings.first == .claimed ? 512 : 0))
      #expect(try await host.balance(.locks) == 0)
    }
    try await host.checkBooks()
  }
}
