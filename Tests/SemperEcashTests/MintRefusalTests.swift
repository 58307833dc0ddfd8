import SemperArchive
import SemperBank
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Testing

@testable import SemperEcash

/// Each check of the mint is needed: here is the request, rightly signed, that only it refuses.
@Suite struct MintRefusalTests {
  private let host: MintHost
  private let payer: RawPayer
  private let payee = SigningKey()
  private let deals = DealKeys()

  init() async throws {
    host = MintHost(draw: { 1 })
    payer = RawPayer(host: host)
    for key in [payer.account, payee] { try await host.openAccount(key) }
  }

  private func held(_ rule: LockRule = .payment) async throws -> TestLock {
    let lock = try TestLock(deals, payee: payee.thumbprint, cents: 512, rule: rule)
    #expect(try await payer.lock(lock.terms, with: payer.withdraw([9])).lockReceipt != nil)
    return lock
  }

  private func claim(_ lock: TestLock, _ title: MintClaim.Title, coins: [RawPayer.OwnCoin] = []) async throws
    -> MintAnswer
  {
    let request = MintClaim(
      payer.header(), terms: lock.terms, title: title, payee: payee.publicKey, account: payee.thumbprint,
      coins: coins.map(\.coin))
    return try await payer.send(request, [payee])
  }

  private func refund(
    _ lock: TestLock, _ reason: SignedStatement, into exponents: [Int] = [9], coins: [RawPayer.OwnCoin] = []
  ) async throws -> MintAnswer {
    let request = MintRefund(
      payer.header(), terms: lock.terms, decision: reason, arbiter: deals.arbiter.publicKey,
      refund: deals.refund.publicKey, outputs: try payer.blanks(exponents).map(\.output), coins: coins.map(\.coin))
    return try await payer.send(request, [deals.refund])
  }

  private func aborted(_ lock: TestLock) throws -> SignedStatement {
    try deals.decision(.aborted, on: lock.terms.exchange)
  }

  /// It is refused for good, in a signed word: who gets none sends the same bytes again, for ever.
  @Test func aWordThatIsNoDecisionIsRefusedForGood() async throws {
    let lock = try TestLock(deals, payee: payee.thumbprint, cents: 512, rule: .payment)
    let receipt = try await payer.lock(lock.terms, with: payer.withdraw([9])).statement
    #expect(try await refund(lock, receipt).refusal?.code == .unknownKind)
    #expect(try await refund(lock, aborted(lock)).outcome?.ending == .refunded)
  }

  // MARK: Coins

  @Test func aKeyHasNotBegunBeforeItsTime() async throws {
    let coins = try await payer.withdraw([3])
    let early = Timestamp(seconds: MintHost.begin.seconds - 1)
    let deposit = try SignedStatement(
      MintDeposit(
        payer.header(), inputs: coins.map(\.coin), outputs: [], account: payer.account.thumbprint, amount: euro(8)),
      signedBy: coins.map(\.key))
    #expect(await refusalCode { _ = try await host.mint.perform(deposit, now: early) } == .unavailable)
    #expect(try await host.mint.perform(deposit, now: MintHost.begin).receipt != nil)
  }

  @Test func aBlindedMessageIsBelowTheModulus() async throws {
    let blank = try payer.blanks([3])[0]
    let size = blank.output.blinded.count
    for (name, bytes) in [
      ("short", Array(blank.output.blinded.dropLast())), ("long", blank.output.blinded + [0]),
      ("above the modulus", [UInt8](repeating: 0xFF, count: size)),
    ] {
      let request = MintWithdrawal(
        payer.header(), account: payer.account.publicKey,
        outputs: [BlindedOutput(key: blank.output.key, blinded: bytes)])
      #expect(try await payer.send(request, [payer.account]).refusal?.code == .malformed, "\(name)")
    }
    #expect(try await host.balance(.coins) == 0)
  }

  @Test func aRequestIsMeantForThisMint() async throws {
    let header = RequestHeader(
      mint: payee.thumbprint, operation: EcashPurse.systemOperation(), issued: host.clock.now())
    let request = MintWithdrawal(
      header, account: payer.account.publicKey, outputs: try payer.blanks([3]).map(\.output))
    #expect(await refusalCode { _ = try await payer.send(request, [payer.account]) } == .wrongSigner)
  }

  // MARK: Locks

  /// Two refunds, or the refund and the settlement that somebody says there was, would be the money twice.
  @Test func whatCameBackComesBackOnce() async throws {
    let lock = try await held()
    #expect(try await refund(lock, aborted(lock)).outcome?.ending == .refunded)
    let again = try await refund(lock, aborted(lock))
    #expect(again.refusal?.code == .lockEnded && again.signatures.isEmpty)
    let word = try SignedStatement(
      LockOutcome(
        terms: lock.terms, ending: .settled, paid: euro(0), agreement: Digest(plain: [1]),
        ledger: payee.thumbprint, issued: MintHost.begin), signedBy: [payee])
    let collected = try await refund(lock, word)
    #expect(collected.refusal?.code == .lockInvalid && collected.signatures.isEmpty)
    #expect(try await host.balance(.locks) == 0)
    try await host.checkBooks()
  }

  @Test func aLockIsSettledAsWasAgreedOnce() async throws {
    let (lock, free, other) = (try await held(), try await held(), try await held())
    func settle(_ lock: TestLock, _ cents: Int64, agreement: UInt8 = 1) async throws -> MintAnswer {
      let division = LockDivision(
        terms: lock.terms, ledger: host.name, paid: euro(cents), agreement: Digest(plain: [agreement]),
        until: MintHost.begin, refund: deals.refund.publicKey)
      return try await payer.send(
        MintSettlement(
          payer.header(), division: SignedStatement(division, signedBy: [deals.refund]), payee: payee.publicKey,
          account: payee.thumbprint), [payee])
    }
    for _ in 0..<2 { #expect(try await settle(lock, 256).outcome?.paid == euro(256)) }
    #expect(try await settle(lock, 256, agreement: 2).refusal?.code == .lockEnded)
    #expect(try await settle(free, 0).outcome?.ending == .settled)
    #expect(try await host.balance(.customer(payee.thumbprint)) == MintHost.grant.minorUnits + 256)
    func word(_ ending: LockOutcome.Ending, _ cents: Int64, of lock: TestLock) throws -> SignedStatement {
      try SignedStatement(
        LockOutcome(
          terms: lock.terms, ending: ending, paid: euro(cents),
          agreement: ending == .settled ? Digest(plain: [1]) : nil, ledger: host.name, issued: MintHost.begin),
        signedBy: [MintHost.key])
    }
    #expect(try await refund(lock, word(.settled, 256, of: other), into: [8]).refusal?.code == .lockInvalid)
    #expect(try await refund(free, word(.refunded, 0, of: free)).refusal?.code == .lockInvalid)
    #expect(try await refund(lock, word(.settled, 256, of: lock), into: [8]).outcome?.ending == .settled)
    #expect(try await refund(free, word(.settled, 0, of: free)).outcome?.ending == .settled)
    try await host.checkBooks()
  }

  @Test func aBondIsNotOpenedAndComesBackByAcceptance() async throws {
    let (bond, payment) = (try await held(.bond), try await held())
    #expect(try await claim(bond, .opening(bond.opening)).refusal?.code == .lockInvalid)
    func accepted(_ exchange: Digest, by key: SigningKey? = nil) throws -> SignedStatement {
      let key = key ?? payee
      return try SignedStatement(AcceptRequest(exchange: exchange, party: key.publicKey), signedBy: [key])
    }
    let exchange = bond.terms.exchange
    #expect(try await refund(payment, accepted(payment.terms.exchange)).refusal?.code == .lockInvalid)
    #expect(try await refund(bond, accepted(payment.terms.exchange)).refusal?.code == .lockInvalid)
    #expect(try await refund(bond, accepted(exchange, by: deals.refund)).refusal?.code == .lockInvalid)
    #expect(try await refund(bond, accepted(exchange)).outcome?.ending == .refunded)
    try await host.checkBooks()
  }

  @Test func onlyAPartyStopsALockOrSetsItFree() async throws {
    let lock = try await held()
    let (stranger, other) = (SigningKey(), SigningKey())
    let decider = JoinedLock(
      terms: LockTerms(
        exchange: lock.terms.exchange, path: "back", opening: Digest(plain: [3]), amount: euro(300),
        payee: deals.refund.thumbprint, refund: payee.thumbprint, arbiter: lock.terms.arbiter),
      ledger: other.publicKey, paid: euro(0))
    func pledge(_ paid: Int64) throws -> SignedStatement {
      try SignedStatement(
        LockPledge(
          terms: lock.terms, ledger: host.name, paid: euro(paid), agreement: Digest(plain: [1]), until: MintHost.begin,
          decider: decider, payee: payee.publicKey), signedBy: [payee])
    }
    func freeze(_ pledge: SignedStatement, _ word: SignedStatement? = nil, by key: SigningKey) async throws
      -> MintAnswer
    {
      try await payer.send(MintFreeze(payer.header(), pledge: pledge, word: word, key: key.publicKey), [key])
    }
    func lapse(by key: SigningKey) async throws -> MintAnswer {
      try await payer.send(
        MintLapse(
          payer.header(), terms: lock.terms, until: Timestamp(seconds: MintHost.begin.seconds - 1), key: key.publicKey),
        [key])
    }
    let whole = try pledge(512)
    for key in [stranger, payee] {
      #expect(try await freeze(whole, by: key).refusal?.code == .wrongSigner, "only the payer stops it")
    }
    #expect(try await lapse(by: stranger).refusal?.code == .wrongSigner)
    for key in [payee, deals.refund] { #expect(try await lapse(by: key).refusal == nil) }
    #expect(try await freeze(whole, by: deals.refund).refusal == nil)
    let divided = try SignedStatement(
      LockOutcome(
        terms: decider.terms, ending: .settled, paid: euro(0), agreement: Digest(plain: [1]), ledger: other.thumbprint,
        issued: MintHost.begin), signedBy: [other])
    #expect(try await freeze(whole, divided, by: stranger).refusal?.code == .wrongSigner)
    // The payee takes what is paid with a settlement; nobody gives it back to the payer.
    #expect(try await freeze(whole, divided, by: deals.refund).refusal?.code == .lockInvalid)
    #expect(try await host.balance(.locks) == 512)
    let paid = MintSettlement(
      payer.header(), division: whole, word: divided, payee: payee.publicKey, account: payee.thumbprint)
    #expect(try await payer.send(paid, [payee]).outcome?.paid == euro(512))
    #expect(try await freeze(whole, by: deals.refund).refusal?.code == .lockEnded)
    try await host.checkBooks()
  }

  @Test func coinsAreNotLockedForAClaimThatCanBeTakenBack() async throws {
    let terms = try TestLock(deals, payee: payee.thumbprint, cents: 512).terms
    let undoable = LockTerms(
      exchange: terms.exchange, path: terms.path, opening: terms.opening, amount: terms.amount, payee: terms.payee,
      refund: terms.refund, arbiter: terms.arbiter, settlement: Span(seconds: 60))
    let coins = try await payer.withdraw([9])
    #expect(await refusalCode { _ = try await payer.lock(undoable, with: coins) } == .limitExceeded)
    #expect(try await payer.lock(terms, with: coins).lockReceipt != nil)
  }

  // MARK: Sealed coins

  private func sealed(_ terms: LockTerms, _ exponents: [Int]) async throws -> [RawPayer.OwnCoin] {
    let issuing = host.keys.issuing(at: host.clock.now())
    let seal = SealedPayment.seal(terms)
    let made = try exponents.map { exponent in
      let (key, entry) = (SigningKey(), try #require(issuing[Denomination(exponent: exponent)]))
      let digest = Coin.digest(key: entry.id, owner: key.thumbprint, seal: seal)
      return (key: key, entry: entry, blinded: try entry.key.blind(digest.bytes, seed: Wallet.random(32)))
    }
    let answer = try await payer.send(
      MintWithdrawal(
        payer.header(), account: payer.account.publicKey,
        outputs: made.map { BlindedOutput(key: $0.entry.id, blinded: $0.blinded.bytes) }), [payer.account])
    return try zip(made, answer.signatures).map { one, signature in
      RawPayer.OwnCoin(
        coin: Coin(
          key: one.entry.id, spend: one.key.publicKey,
          signature: try one.blinded.unblinder.unblind(signature.bytes), seal: seal), key: one.key)
    }
  }

  @Test func sealedCoinsAreHadWholeAndOnce() async throws {
    let lock = try TestLock(deals, payee: payee.thumbprint, cents: 512)
    let (first, second) = (try await sealed(lock.terms, [8, 8]), try await sealed(lock.terms, [8, 8]))
    // Half the coins, for all of the money.
    #expect(try await refund(lock, aborted(lock), coins: [first[0]]).refusal?.code == .amountMismatch)
    #expect(try await claim(lock, .opening(lock.opening), coins: [first[0]]).refusal?.code == .amountMismatch)
    #expect(try await claim(lock, .opening(lock.opening), coins: first).outcome?.ending == .claimed)
    #expect(try await claim(lock, .opening(lock.opening), coins: second).refusal?.code == .lockEnded)
    #expect(try await refund(lock, aborted(lock), coins: second).refusal?.code == .lockEnded)
    #expect(try await host.balance(.customer(payee.thumbprint)) == MintHost.grant.minorUnits + 512)
    try await host.checkBooks()
  }

  // MARK: Refreshes

  /// A transfer key that does not belong to the coins would hide them from whoever held the old coin.
  @Test func aCandidateShowsTheTransferKeyOfItsCoins() async throws {
    let coin = try await payer.withdraw([3])[0]
    let honest = try RawRefresh(payer, coin, into: [2, 2])
    var candidates = honest.request.candidates
    candidates[0] = RefreshCandidate(transfer: SigningKey().publicKey, outputs: candidates[0].outputs)
    let request = MintRefresh(payer.header(), coin: coin.coin, candidates: candidates)
    let commitment = try SignedStatement(request, signedBy: [coin.key])
    let answer = try await host.mint.perform(commitment, now: host.clock.now()).statement
    #expect(try honest.choice(answer).chosen == 1)
    let reveal = try MintRefreshReveal(
      payer.header(), commitment: commitment, answer: answer,
      transfers: [honest.transfers[0], honest.transfers[2]].map { ByteString($0.rawRepresentation) })
    #expect(try await payer.send(reveal, [coin.key]).refusal?.code == .coinInvalid)
  }

  /// Another commitment under the name of the one that was made, to which the draw was not told.
  @Test func onlyTheCommitmentOnTheBooksIsOpened() async throws {
    let coin = try await payer.withdraw([3])[0]
    let (made, other) = (try RawRefresh(payer, coin, into: [2, 2]), try RawRefresh(payer, coin, into: [2, 2]))
    let answer = try await made.commit().statement
    let choice = try made.choice(answer)
    let request = MintRefresh(made.request.header, coin: coin.coin, candidates: other.request.candidates)
    let reveal = try MintRefreshReveal(
      payer.header(), commitment: SignedStatement(request, signedBy: [coin.key]), answer: answer,
      transfers: [0, 2].map { ByteString(other.transfers[$0].rawRepresentation) })
    #expect(choice.chosen == 1)
    #expect(try await payer.send(reveal, [coin.key]).refusal?.code == .coinInvalid)
    #expect(try await made.reveal(answer).receipt != nil)
    try await host.checkBooks()
  }
}
