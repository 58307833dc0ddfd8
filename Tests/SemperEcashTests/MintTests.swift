import SemperBank
import SemperCoding
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import Testing

@Suite struct MintTests {
  let host = MintHost()
  let payer: RawPayer

  init() async throws {
    payer = RawPayer(host: host)
    try await host.openAccount(payer.account)
  }

  @Test func ofFiftyParallelSpendsOneWins() async throws {
    let coin = try await payer.withdraw([6])
    let answers = try await withThrowingTaskGroup(of: MintAnswer.self) { group in
      for _ in 0..<50 { group.addTask { try await payer.deposit(coin, euro(64)) } }
      return try await group.reduce(into: [MintAnswer]()) { $0.append($1) }
    }
    #expect(answers.filter { $0.receipt != nil }.count == 1)
    #expect(answers.filter { $0.refusal?.code == .doubleSpend }.count == 49)
    #expect(try await host.balance(.customer(payer.account.thumbprint)) == 100_00)
    try await host.checkBooks()
  }

  @Test func aDoubleSpendIsProven() async throws {
    let coins = try await payer.withdraw([3, 4])
    _ = try await payer.deposit(coins, euro(24))
    let third = try await payer.withdraw([5])
    let answer = try await payer.deposit(coins + third, euro(56))
    let refusal = try #require(answer.refusal)
    #expect(refusal.spent.count == 2 && answer.proofs.count == 1)
    for spent in refusal.spent {
      let proof = try SpendingProof(spent, among: answer.proofs, refused: refusal.request)
      #expect(coins.contains { $0.coin.digest == proof.spent.coin })
    }
    // A mint that only claims a double spend is not believed.
    let unspent = MintRefusal.Spent(
      coin: third[0].coin.digest, operation: refusal.spent[0].operation, request: refusal.spent[0].request,
      time: refusal.issued)
    #expect(throws: Refusal.self) {
      try SpendingProof(unspent, among: answer.proofs, refused: refusal.request)
    }
    #expect(throws: Refusal.self) {
      try SpendingProof(refusal.spent[0], among: [], refused: refusal.request)
    }
    #expect(throws: Refusal.self) {
      try SpendingProof(refusal.spent[0], among: answer.proofs, refused: refusal.spent[0].request)
    }
    // The third coin is still good.
    #expect(try await payer.deposit(third, euro(32)).receipt != nil)
    try await host.checkBooks()
  }

  @Test func aRepetitionGetsTheSameAnswer() async throws {
    let blanks = try payer.blanks([2, 3])
    let request = MintWithdrawal(payer.header(), account: payer.account.publicKey, outputs: blanks.map(\.output))
    let first = try await payer.send(request, [payer.account])
    let again = try await payer.send(request, [payer.account])
    #expect(first.signatures == again.signatures && first.statement.digest == again.statement.digest)
    #expect(try await host.balance(.coins) == 12)
    // Even when it comes after the keys have ended.
    host.clock.advance(by: Span(seconds: 2_000 * 86_400))
    let late = try await payer.send(request, [payer.account])
    #expect(late.signatures == first.signatures && late.statement.digest == first.statement.digest)
  }

  @Test func anOperationIdIsForOneRequest() async throws {
    let coins = try await payer.withdraw([2, 3])
    let operation = EcashPurse.systemOperation()
    _ = try await payer.deposit([coins[0]], euro(4), operation: operation)
    let refusal = await #expect(throws: Refusal.self) {
      try await payer.deposit([coins[1]], euro(8), operation: operation)
    }
    #expect(refusal?.code == .idempotencyConflict)
    #expect(try await payer.deposit([coins[1]], euro(8)).receipt != nil)
  }

  @Test func aRefusalIsForEver() async throws {
    let request = MintWithdrawal(
      payer.header(), account: payer.account.publicKey,
      outputs: try payer.blanks([Int](repeating: 10, count: 10)).map(\.output))
    #expect(try await payer.send(request, [payer.account]).refusal?.code == .insufficientFunds)
    let rich = RawPayer(host: host)
    try await host.openAccount(rich.account)
    let coins = try await rich.withdraw([10, 10, 10])
    let gift = MintDeposit(
      rich.header(), inputs: coins.map(\.coin), outputs: [], account: payer.account.thumbprint, amount: euro(3072))
    #expect(try await rich.send(gift, coins.map(\.key)).receipt != nil)
    // Now there would be enough, but the sender was told that it may forget this request.
    #expect(try await payer.send(request, [payer.account]).refusal?.code == .insufficientFunds)
    try await host.checkBooks()
  }

  @Test func amountsMustAddUp() async throws {
    let coins = try await payer.withdraw([3, 4])
    for cents in [1, 23, 25, 1000] as [Int64] {
      #expect(try await payer.deposit(coins, euro(cents)).refusal?.code == .amountMismatch)
    }
    let blanks = try payer.blanks([0, 1])
    #expect(try await payer.deposit(coins, euro(22), outputs: blanks.map(\.output)).refusal?.code == .amountMismatch)
    let swap = MintSwap(payer.header(), inputs: coins.map(\.coin), outputs: try payer.blanks([4, 4]).map(\.output))
    #expect(try await payer.send(swap, coins.map(\.key)).refusal?.code == .amountMismatch)
    let dollars = Money(minorUnits: 24, try Currency(code: "USD"))
    #expect(try await payer.deposit(coins, dollars).refusal?.code == .amountMismatch)
    #expect(try await payer.deposit(coins, euro(21), outputs: blanks.map(\.output)).receipt != nil)
    try await host.checkBooks()
  }

  @Test func coinsThatAreNotOursAreRefused() async throws {
    let coin = try await payer.withdraw([4])[0]
    let key = try #require(host.keys.issuing(at: host.clock.now())[Denomination(exponent: 10)])
    let relabelled = Coin(key: key.id, spend: coin.coin.spend, signature: coin.coin.signature)
    let forged = Coin(key: coin.coin.key, spend: SigningKey().publicKey, signature: coin.coin.signature)
    let foreign = Coin(key: Digest(plain: [1]), spend: coin.coin.spend, signature: coin.coin.signature)
    for (bad, keys) in [(relabelled, coin.key), (foreign, coin.key)] {
      let request = MintSwap(
        payer.header(), inputs: [bad], outputs: try payer.blanks([10]).map(\.output))
      #expect(try await payer.send(request, [keys]).refusal?.code == .coinInvalid)
    }
    // A forged owner cannot even sign with the right key.
    let request = MintSwap(payer.header(), inputs: [forged], outputs: try payer.blanks([4]).map(\.output))
    await #expect(throws: (any Error).self) { try await payer.send(request, [coin.key]) }
    try await host.checkBooks()
  }

  @Test func aRequestIsSignedByAllItsCoins() async throws {
    let coins = try await payer.withdraw([4, 5])
    let request = MintDeposit(
      payer.header(), inputs: coins.map(\.coin), outputs: [], account: payer.account.thumbprint, amount: euro(48))
    let refusal = await #expect(throws: Refusal.self) { try await payer.send(request, [coins[0].key]) }
    #expect(refusal?.code == .wrongSigner)
    let twice = MintDeposit(
      payer.header(), inputs: [coins[0].coin, coins[0].coin], outputs: [], account: payer.account.thumbprint,
      amount: euro(32))
    let malformed = await #expect(throws: Refusal.self) { try await payer.send(twice, [coins[0].key]) }
    #expect(malformed?.code == .malformed)
    try await host.checkBooks()
  }

  @Test func keysHaveTheirTimes() async throws {
    let coin = try await payer.withdraw([4])
    let blanks = try payer.blanks([4])
    host.clock.advance(by: Span(seconds: 91 * 86_400))
    let withdrawal = MintWithdrawal(
      payer.header(), account: payer.account.publicKey, outputs: blanks.map(\.output))
    #expect(try await payer.send(withdrawal, [payer.account]).refusal?.code == .expired)
    #expect(try await payer.deposit(coin, euro(16)).receipt != nil)
    host.clock.advance(by: Span(seconds: 366 * 86_400))
    #expect(try await payer.deposit(coin, euro(16)).refusal?.code == .expired)
  }

  @Test func aBlindedMessageIsUsedOnce() async throws {
    let blanks = try payer.blanks([4])
    for refused in [false, true] {
      let request = MintWithdrawal(
        payer.header(), account: payer.account.publicKey, outputs: blanks.map(\.output))
      #expect(try await (payer.send(request, [payer.account]).refusal?.code == .idReused) == refused)
    }
    #expect(try await host.balance(.coins) == 16)
    try await host.checkBooks()
  }

  @Test func theAuditFindsAForgedCoin() async throws {
    // Whoever has a stolen denomination key can make one coin more than was issued.
    let key = SigningKey()
    let entry = try #require(host.keys.issuing(at: host.clock.now())[Denomination(exponent: 10)])
    let blinded = try entry.key.blind(Coin.digest(key: entry.id, owner: key.thumbprint).bytes, seed: Wallet.random(32))
    let signature = try blinded.unblinder.unblind(MintHost.signingKeys[10].sign(blinded.bytes))
    _ = try await payer.withdraw([9, 9])
    let forged = RawPayer.OwnCoin(
      coin: Coin(key: entry.id, spend: key.publicKey, signature: signature), key: key)
    #expect(try await payer.deposit([forged], euro(1024)).receipt != nil)
    let findings = try await host.mint.audit().findings
    #expect(findings.map(\.code) == [.stolenKey])
    #expect(findings.first?.key == entry.id && findings.first?.units == 1024)
  }
}
