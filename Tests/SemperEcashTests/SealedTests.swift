import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Testing

@testable import SemperEcash

/// Coins that the payee checks without the mint, and that nobody has but by their terms.
@Suite struct SealedTests {
  private struct Scene {
    let host: MintHost
    let wallet: Wallet
    let payee = SigningKey()
    let lock: TestLock
    let till: EcashTill

    init(keys: MintKeys = MintHost.keys, cents: Int64 = 500) async throws {
      host = MintHost(keys: keys)
      let wallet = try Wallet(host)
      self.wallet = wallet
      try await host.openAccount(wallet.account)
      try await host.openAccount(payee)
      try await wallet.purse.withdraw(euro(777))
      lock = try TestLock(wallet.deals, payee: payee.thumbprint, cents: cents)
      till = EcashTill(
        records: InMemoryArchive().records, client: try Wallet.client(wallet.transport), key: payee,
        account: payee.thumbprint, time: host.clock, arbiterKey: { wallet.deals.arbiterKey($0) })
    }

    var later: Timestamp { host.clock.now().advanced(by: Span(seconds: 86_400)) }
    func paid() async throws -> Int64 {
      try await host.balance(.customer(payee.thumbprint)) - MintHost.grant.minorUnits
    }
    func decision(_ verdict: ArbiterDecision.Verdict) throws -> SignedStatement {
      try wallet.deals.decision(verdict, on: lock.terms.exchange)
    }
  }

  @Test func thePayeeChecksItAloneAndHasTheMoney() async throws {
    let scene = try await Scene()
    let payment = try await scene.wallet.purse.seal(scene.lock.terms)
    #expect(try await scene.wallet.purse.seal(scene.lock.terms) == payment)
    #expect(try await scene.wallet.purse.balance().available == euro(277))
    // As it travels. No request is made for the check.
    let received = try SealedPayment(canonicalBytes: payment.canonicalBytes)
    let requests = scene.wallet.transport.requests
    try received.check(scene.host.keys, until: scene.later)
    #expect(scene.wallet.transport.requests == requests)
    #expect(try await scene.host.mint.locks(for: scene.lock.terms.exchange).isEmpty)
    let outcome = try await scene.till.claim(received, with: .opening(scene.lock.opening))
    #expect(outcome.content.ending == .claimed && outcome.content.paid == euro(500) && outcome.content.isSealed)
    #expect(try await scene.till.claim(received, with: .opening(scene.lock.opening)) == outcome)
    #expect(try await scene.paid() == 500)
    #expect(try await scene.wallet.purse.ending(sealed: scene.lock.terms)?.digest == outcome.digest)
    await #expect(throws: Refusal.self) { try await scene.wallet.purse.sealed(scene.lock.terms) }
    #expect(try await scene.host.balance(.coins) == 277)
    try await scene.host.checkBooks()
  }

  @Test func whatIsNotGoodIsSeenWithoutTheMint() async throws {
    let scene = try await Scene()
    let (terms, keys, later) = (scene.lock.terms, scene.host.keys, scene.later)
    let payment = try await scene.wallet.purse.seal(terms)
    func code(_ payment: SealedPayment, _ keys: MintKeys, _ time: Timestamp) -> RefusalCode? {
      do { try payment.check(keys, until: time) } catch { return (error as? Refusal)?.code }
      return nil
    }
    #expect(code(payment, keys, later) == nil)
    let other = try TestLock(scene.wallet.deals, payee: SigningKey().thumbprint).terms
    #expect(code(SealedPayment(terms: other, coins: payment.coins), keys, later) == .lockInvalid)
    let fewer = Array(payment.coins.dropLast())
    #expect(code(SealedPayment(terms: terms, coins: fewer), keys, later) == .amountMismatch)
    let twice = SealedPayment(terms: terms, coins: fewer + [fewer[0]])
    #expect(code(twice, keys, later) == .coinInvalid)
    let last = payment.coins[payment.coins.count - 1]
    let unsealed = Coin(key: last.key, spend: last.spend, signature: last.signature)
    #expect(code(SealedPayment(terms: terms, coins: fewer + [unsealed]), keys, later) == .lockInvalid)
    let forged = Coin(key: last.key, spend: SigningKey().publicKey, signature: last.signature, seal: last.seal)
    #expect(code(SealedPayment(terms: terms, coins: fewer + [forged]), keys, later) == .coinInvalid)
    let end = try #require(keys[last.key]).spendEnd
    #expect(code(payment, keys, end) == .expired)
    let silent = try MintHost.keyList(MintHost.signingKeys, from: MintHost.begin, seals: false)
    #expect(code(payment, silent, later) == .notSupported)
  }

  /// The payer holds every key of the coins, and cannot have them.
  @Test func nobodyHasSealedCoinsButByTheirTerms() async throws {
    let scene = try await Scene()
    let (host, terms, opening) = (scene.host, scene.lock.terms, scene.lock.opening)
    let payment = try await scene.wallet.purse.seal(terms)
    let payer = RawPayer(host: host)
    try await host.openAccount(payer.account)
    let stored = try await scene.wallet.archive.records.read { try PurseBook.sealedCoins($0) }
    let keys = try stored.map { try CoinSeed(scene.wallet.seed).open($0).key }
    let own = try stored.map { try CoinSeed(scene.wallet.seed).open($0).coin }
    #expect(Set(own.map(\.digest)) == Set(payment.coins.map(\.digest)))
    let sum = euro(500)
    let deposit = MintDeposit(
      payer.header(), inputs: own, outputs: [], account: payer.account.thumbprint, amount: sum)
    #expect(try await payer.send(deposit, keys).refusal?.code == .lockInvalid)
    let swap = MintSwap(payer.header(), inputs: own, outputs: try payer.blanks([8]).map(\.output))
    #expect(try await payer.send(swap, keys).refusal?.code == .lockInvalid)
    let mine = try TestLock(scene.wallet.deals, payee: payer.account.thumbprint)
    let lock = MintLock(payer.header(), inputs: own, outputs: [], terms: mine.terms)
    #expect(try await payer.send(lock, keys).refusal?.code == .lockInvalid)
    // Terms of the payer's own making, and the right ones in other hands or with another opening.
    func claim(_ terms: LockTerms, _ opening: ItemOpening, _ key: SigningKey) async throws -> RefusalCode? {
      let request = MintClaim(
        payer.header(), terms: terms, title: .opening(opening), payee: key.publicKey,
        account: payer.account.thumbprint, coins: own)
      return try await payer.send(request, [key]).refusal?.code
    }
    #expect(try await claim(mine.terms, mine.opening, payer.account) == .lockInvalid)
    #expect(try await claim(terms, opening, payer.account) == .wrongSigner)
    #expect(try await claim(terms, mine.opening, scene.payee) == .lockInvalid)
    // With a part of the coins, and with coins that are nobody's.
    let part = MintClaim(
      payer.header(), terms: terms, title: .opening(opening), payee: scene.payee.publicKey,
      account: payer.account.thumbprint, coins: Array(own.dropLast()))
    #expect(try await payer.send(part, [scene.payee]).refusal?.code == .amountMismatch)
    _ = try await scene.till.claim(payment, with: .opening(opening))
    #expect(try await scene.paid() == 500)
    try await host.checkBooks()
  }

  @Test func theFirstOfClaimAndRefundCounts() async throws {
    let scene = try await Scene()
    let payment = try await scene.wallet.purse.seal(scene.lock.terms)
    let requests = scene.wallet.transport.requests
    await #expect(throws: Refusal.self) {
      try await scene.wallet.purse.refund(sealed: scene.lock.terms, with: scene.decision(.resolved))
    }
    // The mint is not asked: an order would be kept with this word, and no later decision could take its place.
    #expect(scene.wallet.transport.requests == requests)
    #expect(try await scene.wallet.purse.sealed(scene.lock.terms).coins.count == payment.coins.count)
    let aborted = try scene.decision(.aborted)
    let outcome = try await scene.wallet.purse.refund(sealed: scene.lock.terms, with: aborted)
    #expect(outcome.content.ending == .refunded)
    #expect(try await scene.wallet.purse.balance().available == euro(777))
    let late = await #expect(throws: Refusal.self) {
      try await scene.till.claim(payment, with: .opening(scene.lock.opening))
    }
    #expect(late?.code == .doubleSpend)
    #expect(try await scene.paid() == 0)
    try await scene.host.checkBooks()
    // The other way round, with the arbiter's resolution.
    let second = try await Scene()
    let sealed = try await second.wallet.purse.seal(second.lock.terms)
    _ = try await second.till.claim(sealed, with: .decision(second.decision(.resolved)))
    await #expect(throws: Refusal.self) {
      try await second.wallet.purse.refund(sealed: second.lock.terms, with: second.decision(.aborted))
    }
    #expect(try await second.paid() == 500)
    #expect(try await second.wallet.purse.spentElsewhere().isEmpty)
    try await second.host.checkBooks()
  }

  @Test(arguments: CrashPoint.Side.allCases)
  func whoeverDiesMeanwhileLosesNothing(side: CrashPoint.Side) async throws {
    for write in 1...4 {
      for mintDies in [false, true] {
        let scene = try await Scene(cents: 300)
        if mintDies {
          scene.host.restart(crash: CrashPoint(write: scene.host.archive.writes.count + write, side))
        } else {
          try scene.wallet.restart(crash: CrashPoint(write: scene.wallet.archive.writes.count + write, side))
        }
        let aborted = try scene.decision(.aborted)
        _ = try? await scene.wallet.purse.seal(scene.lock.terms)
        _ = try? await scene.wallet.purse.refund(sealed: scene.lock.terms, with: aborted)
        if mintDies { scene.host.restart() } else { try scene.wallet.restart() }
        _ = try await scene.wallet.purse.recover()
        _ = try? await scene.wallet.purse.refund(sealed: scene.lock.terms, with: aborted)
        #expect(try await scene.wallet.purse.balance().available == euro(777), "\(side) write \(write) \(mintDies)")
        try await scene.host.checkBooks()
      }
    }
  }

  @Test func sealingCostsWhatAnExchangeCosts() async throws {
    let keys = try MintHost.keyList(
      MintHost.signingKeys, from: MintHost.begin, fees: CoinFees(withdraw: 1, deposit: 1, refresh: 2))
    let scene = try await Scene(keys: keys, cents: 512)
    let payment = try await scene.wallet.purse.seal(scene.lock.terms)
    try payment.check(keys, until: scene.later)
    let fees = try await scene.host.balance(.fees)
    #expect(fees >= 2)
    #expect(try await scene.wallet.purse.balance().available.minorUnits + 512 == scene.host.balance(.coins))
    _ = try await scene.till.claim(payment, with: .opening(scene.lock.opening))
    #expect(try await scene.paid() == 512)
    try await scene.host.checkBooks()
  }
}
