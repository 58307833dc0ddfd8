import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Synchronization
import Testing

@testable import SemperEcash

/// Change stays with who had the coin: cut-and-choose from both sides, honest and not.
@Suite struct RefreshTests {
  private func host(draw: @escaping @Sendable () -> Int = Mint.systemDraw) -> MintHost {
    MintHost(keys: MintHost.refreshKeys, draw: draw)
  }

  private func payer(_ host: MintHost) async throws -> RawPayer {
    let payer = RawPayer(host: host)
    try await host.openAccount(payer.account)
    return payer
  }

  private func checkBooks(_ host: MintHost, _ wallet: Wallet, holding cents: Int64) async throws {
    let balance = try await wallet.purse.balance()
    #expect(balance.inFlight == euro(0) && balance.available == euro(cents))
    #expect(try await host.balance(.coins) == cents)
    #expect(try await host.balance(.refreshes) == 0)
    try await host.checkBooks()
  }

  @Test func aWalletPaysExactlyAndKeepsItsChange() async throws {
    let host = host()
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    try await wallet.purse.withdraw(euro(24))
    try await wallet.purse.deposit(euro(7))
    try await checkBooks(host, wallet, holding: 17)
    // Change of change, and all the rest.
    try await wallet.purse.deposit(euro(3))
    try await checkBooks(host, wallet, holding: 14)
    try await wallet.purse.deposit(euro(14))
    try await checkBooks(host, wallet, holding: 0)
    await #expect(throws: Refusal.self) { try await wallet.purse.deposit(euro(1)) }
  }

  @Test func noOtherWayToNewCoinsIsLeft() async throws {
    let host = host()
    let payer = try await payer(host)
    let coins = try await payer.withdraw([3, 3])
    let change = try payer.blanks([2]).map(\.output)
    #expect(try await payer.deposit([coins[0]], euro(4), outputs: change).refusal?.code == .amountMismatch)
    let swap = MintSwap(payer.header(), inputs: [coins[0].coin], outputs: try payer.blanks([3]).map(\.output))
    #expect(try await payer.send(swap, [coins[0].key]).refusal?.code == .amountMismatch)
    let lock = try TestLock(DealKeys(), payee: SigningKey().thumbprint, cents: 4)
    let locking = MintLock(
      payer.header(), inputs: [coins[1].coin], outputs: try payer.blanks([2]).map(\.output), terms: lock.terms)
    #expect(try await payer.send(locking, [coins[1].key]).refusal?.code == .amountMismatch)
    #expect(try await payer.deposit([coins[0]], euro(8)).receipt != nil)
    try await host.checkBooks()
  }

  /// Each candidate that a cheat may choose against each that the mint may draw: one in three gets through.
  @Test func whoPaysSomebodyUnseenIsCaughtTwoTimesOfThree() async throws {
    var (caught, through) = (0, 0)
    for draw in 0..<RefreshCandidate.count {
      let host = host { draw }
      let payer = try await payer(host)
      for candidate in 0..<RefreshCandidate.count {
        let coin = try await payer.withdraw([3])[0]
        let stranger = try payer.blanks([2, 2])
        let refresh = try RawRefresh(payer, coin, into: [2, 2], stranger: (candidate, stranger))
        let answer = try await refresh.commit()
        #expect(try refresh.choice(answer.statement).chosen == draw)
        let end = try await refresh.reveal(answer.statement)
        if candidate == draw {
          #expect(end.receipt?.purpose == .refresh && end.signatures.count == 2)
          through += 1
        } else {
          #expect(end.refusal?.code == .coinInvalid && end.signatures.isEmpty)
          caught += 1
        }
      }
      // Who is caught has lost the coin: the mint keeps its value.
      #expect(try await host.balance(.refreshes) == 16)
      try await host.checkBooks()
    }
    #expect(caught == 6 && through == 3)
  }

  /// 9000 draws: a candidate that is drawn 3000 times on average is off by 250 less often than once in 10^7.
  @Test func theMintDrawsEvenly() {
    var counts = [Int](repeating: 0, count: RefreshCandidate.count)
    for _ in 0..<9000 { counts[Mint.systemDraw()] += 1 }
    #expect(counts.allSatisfy { abs($0 - 3000) < 250 }, "\(counts)")
  }

  @Test func nobodyGetsASecondDraw() async throws {
    let next = Mutex(0)
    let host = host {
      next.withLock { next in
        defer { next += 1 }
        return next % RefreshCandidate.count
      }
    }
    let payer = try await payer(host)
    let coin = try await payer.withdraw([3])[0]
    let refresh = try RawRefresh(payer, coin, into: [2, 2])
    let choices = try await withThrowingTaskGroup(of: SignedStatement.self) { group in
      for _ in 0..<20 { group.addTask { try await refresh.commit().statement } }
      return try await group.reduce(into: Set<Int>()) { $0.insert(try refresh.choice($1).chosen) }
    }
    #expect(choices.count == 1)
    let other = try RawRefresh(payer, coin, into: [2, 2])
    #expect(try await other.commit().refusal?.code == .doubleSpend)
    #expect(try await payer.deposit([coin], euro(8)).refusal?.code == .doubleSpend)
  }

  @Test func onlyWhatWasCommittedToAndChosenIsSigned() async throws {
    let host = host { 1 }
    let payer = try await payer(host)
    let coins = try await payer.withdraw([3, 3])
    let refresh = try RawRefresh(payer, coins[0], into: [2, 2])
    let other = try RawRefresh(payer, coins[1], into: [2, 2])
    let answer = try await refresh.commit()
    let choice = try refresh.choice(answer.statement)
    // The mint's key, so that only what is on its books can tell the difference.
    func word(_ operation: ID<Operation>, _ request: Digest, _ chosen: Int, _ time: Timestamp) throws -> SignedStatement
    {
      try SignedStatement(
        MintRefreshChoice(mint: host.name, operation: operation, request: request, chosen: chosen, issued: time),
        signedBy: [MintHost.key])
    }
    let later = choice.issued.advanced(by: Span(seconds: 1))
    let forged = [
      try word(choice.operation, choice.request, 0, choice.issued),
      try word(choice.operation, choice.request, 1, later),
    ]
    for answer in forged { #expect(try await refresh.reveal(answer).refusal?.code == .coinInvalid) }
    // A refresh whose coin was never given up.
    let never = try word(other.request.header.operation, other.commitment.digest, 1, choice.issued)
    #expect(try await other.reveal(never).refusal?.code == .coinInvalid)
    // The right candidates with other keys, or in another order.
    let keys = [refresh.transfers[0], refresh.transfers[2]]
    for opened in [[keys[0], SigningKey()], [keys[1], keys[0]]] {
      #expect(try await refresh.reveal(answer.statement, opening: opened).refusal?.code == .coinInvalid)
    }
    let first = try await refresh.reveal(answer.statement)
    #expect(first.receipt?.amount == euro(8))
    // Opened again, as by somebody who has lost the answer: the same coins, and no money moves.
    #expect(try await refresh.reveal(answer.statement).signatures == first.signatures)
    #expect(try await host.balance(.refreshes) == 0)
    try await host.checkBooks()
  }

  @Test func theNewCoinsAreWorthTheOldOne() async throws {
    let host = host()
    let payer = try await payer(host)
    let coins = try await payer.withdraw([3, 3])
    for (coin, exponents) in zip(coins, [[2, 2, 0], [2, 1]]) {
      #expect(try await RawRefresh(payer, coin, into: exponents).commit().refusal?.code == .amountMismatch)
    }
    // Nor may one candidate be worth more than the others.
    let honest = try RawRefresh(payer, coins[0], into: [2, 2]).request.candidates
    let dear = try RawRefresh(payer, coins[0], into: [3, 3]).request.candidates
    let mixed = MintRefresh(payer.header(), coin: coins[0].coin, candidates: [honest[0], honest[1], dear[2]])
    let answer = try? await payer.send(mixed, [coins[0].key])
    #expect(answer == nil)
    #expect(try await payer.deposit(coins, euro(16)).receipt != nil)
  }

  /// The linkage: who once held the old coin finds the new ones, whoever had them made.
  @Test func whoHeldTheOldCoinFindsTheNewOnes() async throws {
    let host = host()
    let payer = try await payer(host)
    let coin = try await payer.withdraw([3])[0]
    // The receiver of the coin's key refreshes it at once to be safe from the giver.
    let refresh = try RawRefresh(payer, coin, into: [2, 2])
    let answer = try await refresh.commit()
    #expect(try await refresh.reveal(answer.statement).signatures.count == 2)
    // The giver sees the mint's proof that the coin is spent, and nothing else.
    let refused = try await payer.deposit([coin], euro(8))
    let proof = try #require(refused.proofs.first)
    let shown = try VerifiedStatement<MintRefresh>(verifying: proof, keys: KeySet()).content
    var found = [RawPayer.OwnCoin]()
    for candidate in shown.candidates {
      let link = try RefreshLink(coin: coin.key, transfer: candidate.transfer)
      let restored = try await host.mint.restore(RestoreRequest(outputs: candidate.outputs))
      for hit in restored.found {
        let key = try #require(host.keys[candidate.outputs[hit.index].key])
        let blinded = try link.blinded(hit.index, under: key.key)
        #expect(blinded.bytes == candidate.outputs[hit.index].blinded)
        let spend = link.spendingKey(hit.index, under: key.id)
        found.append(
          RawPayer.OwnCoin(
            coin: Coin(
              key: key.id, spend: spend.publicKey, signature: try blinded.unblinder.unblind(hit.signature.bytes)),
            key: spend))
      }
    }
    #expect(found.count == 2)
    #expect(try await payer.deposit(found, euro(8)).receipt != nil)
    try await host.checkBooks()
  }

  @Test(arguments: CrashPoint.Side.allCases)
  func whoeverDiesMeanwhileLosesNothing(side: CrashPoint.Side) async throws {
    for write in 1...6 {
      for mintDies in [false, true] {
        let host = host()
        let wallet = try Wallet(host)
        try await host.openAccount(wallet.account)
        try await wallet.purse.withdraw(euro(16))
        if mintDies {
          host.restart(crash: CrashPoint(write: host.archive.writes.count + write, side))
        } else {
          try wallet.restart(crash: CrashPoint(write: wallet.archive.writes.count + write, side))
        }
        let paid = try? await wallet.purse.deposit(euro(5))
        if mintDies { host.restart() } else { try wallet.restart() }
        _ = try await wallet.purse.recover()
        let left = try await wallet.purse.balance().available.minorUnits
        #expect(left == 11 || (left == 16 && paid == nil), "\(side) write \(write) \(mintDies): \(left)")
        try await checkBooks(host, wallet, holding: left)
        try await wallet.purse.deposit(euro(left))
        try await checkBooks(host, wallet, holding: 0)
      }
    }
  }

  @Test func anyRequestOrAnswerIsLostOrDoubled() async throws {
    for fault in FaultyTransport.Fault.allCases {
      for number in 0..<4 {
        let host = host()
        let wallet = try Wallet(host)
        try await host.openAccount(wallet.account)
        try await wallet.purse.withdraw(euro(16))
        wallet.transport.setFault(fault, at: wallet.transport.requests + number)
        _ = try? await wallet.purse.deposit(euro(5))
        _ = try await wallet.purse.recover()
        let left = try await wallet.purse.balance().available.minorUnits
        #expect(left == 11 || left == 16, "\(fault) \(number): \(left)")
        try await checkBooks(host, wallet, holding: left)
      }
    }
  }

  /// While a coin is on its way through a refresh and the mint is gone, it is not known that the purse holds too little: a refusal
  /// would be taken for final.
  @Test func aMintThatIsGoneMakesNoPurseEmpty() async throws {
    let host = host()
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    try await wallet.purse.withdraw(euro(16))
    let (payee, now) = (SigningKey(), wallet.transport.requests)
    let lock = try TestLock(wallet.deals, payee: payee.thumbprint, cents: 5)
    for number in 0..<20 { wallet.transport.setFault(.requestLost, at: now + number) }
    for _ in 0..<2 {
      let error = await #expect(throws: (any Error).self) { try await wallet.purse.lock(lock.terms) }
      #expect(!(error is Refusal), "\(error.map { "\($0)" } ?? "")")
    }
    // What is not there for certain is refused all the same.
    let much = try TestLock(wallet.deals, payee: payee.thumbprint, cents: 17)
    await #expect(throws: Refusal.self) { try await wallet.purse.lock(much.terms) }
    for number in 0..<20 { wallet.transport.setFault(nil, at: now + number) }
    _ = try await wallet.purse.lock(lock.terms)
    #expect(try await wallet.purse.balance().available == euro(11))
  }

  /// The lost wallet had change of change, and in one case died between the two steps of a refresh.
  @Test(arguments: [0, 1, 2])
  func aLostWalletIsFollowedThroughItsRefreshes(step: Int) async throws {
    let host = host()
    let lost = try Wallet(host)
    try await host.openAccount(lost.account)
    try await lost.purse.withdraw(euro(24))
    try await lost.purse.deposit(euro(7))
    try await lost.purse.deposit(euro(3))
    if step > 0 {
      lost.transport.setFault(step == 1 ? .answerLost : .requestLost, at: lost.transport.requests + step - 1)
      _ = try? await lost.purse.deposit(euro(1))
    }
    let found = try Wallet(host, seed: lost.seed, account: lost.account)
    let left = try await host.balance(.coins) + host.balance(.refreshes)
    #expect(try await found.purse.restore() == euro(left))
    #expect(try await found.purse.spentElsewhere().isEmpty)
    try await checkBooks(host, found, holding: left)
    #expect(try await found.purse.restore() == euro(0))
    try await found.purse.deposit(euro(left))
    try await checkBooks(host, found, holding: 0)
  }

  /// Neither a coin nor a candidate that its maker could not honestly have made goes through the decoder.
  @Test func malformedRefreshesAreRefused() async throws {
    let host = host()
    let payer = try await payer(host)
    let coin = try await payer.withdraw([3])[0]
    let good = try RawRefresh(payer, coin, into: [2, 2]).request
    let few = MintRefresh(payer.header(), coin: coin.coin, candidates: Array(good.candidates.prefix(2)))
    let same = MintRefresh(
      payer.header(), coin: coin.coin, candidates: [good.candidates[0], good.candidates[0], good.candidates[1]])
    for request in [few, same] {
      #expect(throws: CodingError.self) { try MintRefresh(json: request.json) }
    }
    #expect(try MintRefresh(json: good.json).json == good.json)
    let foreign = SigningKey(.ed25519)
    #expect(throws: CryptographyError.self) { try RefreshLink(transfer: SigningKey(), coin: foreign.publicKey) }
  }
}
