import SemperBank
import SemperCryptography
import SemperEcash
import SemperModel
import SemperPayments
import Testing

@Suite struct PurseTests {
  @Test func withdrawPayDepositWithChange() async throws {
    let host = MintHost()
    let (wallet, payee) = (try Wallet(host), SigningKey())
    try await host.openAccount(wallet.account)
    try await host.openAccount(payee)
    let receipt = try await wallet.purse.withdraw(euro(13_37))
    #expect(receipt.content.amount == euro(13_37))
    #expect(try await wallet.purse.balance().available == euro(13_37))
    #expect(try await host.balance(.customer(wallet.account.thumbprint)) == 86_63)
    let reference = Digest(plain: [1])
    let paid = try await wallet.purse.deposit(euro(5_01), to: payee.thumbprint, reference: reference)
    #expect(paid.content.account == payee.thumbprint && paid.content.reference == reference)
    #expect(try await host.balance(.customer(payee.thumbprint)) == 105_01)
    #expect(try await wallet.purse.balance().available == euro(8_36))
    try await wallet.purse.deposit(euro(8_36))
    #expect(try await host.balance(.coins) == 0)
    #expect(try await wallet.purse.history().map(\.purpose) == ["withdraw", "deposit", "deposit"])
    try await host.checkBooks()
  }

  @Test func everyAmountCanBePaidExactly() async throws {
    let host = MintHost()
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    try await wallet.purse.withdraw(euro(20_00))
    var left: Int64 = 20_00
    for cents in [1, 2, 3, 7, 99, 1, 512, 333, 1, 64, 977] as [Int64] {
      try await wallet.purse.deposit(euro(cents))
      left -= cents
      #expect(try await wallet.purse.balance().available == euro(left))
    }
    #expect(left == 0)
    try await host.checkBooks()
  }

  @Test func whatThePurseOrAccountLacksIsRefused() async throws {
    let host = MintHost()
    let wallet = try Wallet(host)
    await #expect(throws: MintFailure.self) { try await wallet.purse.withdraw(euro(1)) }
    try await host.openAccount(wallet.account)
    // The order of the first try is still open and now goes through.
    let reports = try await wallet.purse.recover()
    #expect(reports.count == 1)
    let refusal = await #expect(throws: Refusal.self) { try await wallet.purse.withdraw(euro(100_00)) }
    #expect(refusal?.code == .insufficientFunds)
    let lack = await #expect(throws: Refusal.self) { try await wallet.purse.deposit(euro(2)) }
    #expect(lack?.code == .insufficientFunds && lack?.blame == .us)
    #expect(try await wallet.purse.balance().available == euro(1))
    // The refused withdrawal stays refused even now that a repetition of it could be paid.
    let unknown = await #expect(throws: Refusal.self) {
      try await wallet.purse.deposit(euro(1), to: SigningKey().thumbprint)
    }
    #expect(unknown?.code == .unknownAccount)
    #expect(try await wallet.purse.balance().available == euro(1))
    try await host.checkBooks()
  }

  @Test func locksAtTheSameTimeNeverShareACoin() async throws {
    let host = MintHost()
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    for _ in 0..<4 { try await wallet.purse.withdraw(euro(10_00)) }
    let locks = try (0..<8).map { _ in try TestLock(wallet.deals, payee: SigningKey().thumbprint, cents: 4_99) }
    let receipts = try await withThrowingTaskGroup(of: LockReceipt.self) { group in
      for lock in locks { group.addTask { try await wallet.purse.lock(lock.terms).content } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(receipts.map(\.terms)) == Set(locks.map(\.terms)))
    #expect(try await host.balance(.locks) == 8 * 4_99)
    #expect(try await wallet.purse.balance().available == euro(40_00 - 8 * 4_99))
    try await host.checkBooks()
  }

  @Test func oneLockAskedForManyTimesIsOneLock() async throws {
    let host = MintHost()
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    try await wallet.purse.withdraw(euro(10_00))
    let lock = try TestLock(wallet.deals, payee: SigningKey().thumbprint)
    let receipts = try await withThrowingTaskGroup(of: Digest.self) { group in
      for _ in 0..<6 { group.addTask { try await wallet.purse.lock(lock.terms).digest } }
      return try await group.reduce(into: Set<Digest>()) { $0.insert($1) }
    }
    #expect(receipts.count == 1)
    #expect(try await host.balance(.locks) == 5_00)
    #expect(try await wallet.purse.balance().available == euro(5_00))
  }

  @Test func onePaymentAskedForManyTimesIsOnePayment() async throws {
    let host = MintHost()
    let wallet = try Wallet(host)
    let payee = try Wallet(host)
    for wallet in [wallet, payee] { try await host.openAccount(wallet.account) }
    let before = try await host.balance(.customer(payee.account.thumbprint))
    try await wallet.purse.withdraw(euro(10_00))
    let reference = Digest(of: [1], for: .paymentReference)
    let receipts = try await withThrowingTaskGroup(of: Digest.self) { group in
      for _ in 0..<6 {
        group.addTask {
          try await wallet.purse.pay(euro(3_00), to: payee.account.thumbprint, reference: reference).digest
        }
      }
      return try await group.reduce(into: Set<Digest>()) { $0.insert($1) }
    }
    #expect(receipts.count == 1)
    #expect(try await host.balance(.customer(payee.account.thumbprint)) == before + 3_00)
    _ = try await wallet.purse.pay(
      euro(3_00), to: payee.account.thumbprint, reference: Digest(of: [2], for: .paymentReference))
    #expect(try await wallet.purse.balance().available == euro(4_00))
    try await host.checkBooks()
  }

  @Test func aWalletIsRestoredFromItsSeedAlone() async throws {
    let host = MintHost(keys: MintHost.smallKeys)
    let lost = try Wallet(host)
    try await host.openAccount(lost.account)
    for cents in [63, 25, 8] as [Int64] { try await lost.purse.withdraw(euro(cents)) }
    try await lost.purse.deposit(euro(21))
    let lock = try TestLock(lost.deals, payee: SigningKey().thumbprint, cents: 22)
    _ = try await lost.purse.lock(lock.terms)
    let held = try await lost.purse.balance().available
    #expect(held == euro(53))
    let found = try Wallet(host, seed: lost.seed, account: lost.account)
    #expect(try await found.purse.restore() == held)
    #expect(try await found.purse.balance().available == held)
    #expect(try await host.balance(.coins) == held.minorUnits)
    // The coins that the lost wallet still had are spent now, and it is told so with a proof.
    let refusal = await #expect(throws: Refusal.self) { try await lost.purse.deposit(held) }
    #expect(refusal?.code == .doubleSpend)
    #expect(try await lost.purse.balance().available == euro(0))
    // Nothing is found twice, and new coins do not collide with old ones.
    #expect(try await found.purse.restore() == euro(0))
    try await found.purse.withdraw(euro(77))
    try await found.purse.deposit(euro(held.minorUnits + 77))
    #expect(try await host.balance(.coins) == 0)
    try await host.checkBooks()
  }

  @Test func aLockThatACopyMadeImpossibleIsADoubleSpendWithProof() async throws {
    let host = MintHost()
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    try await wallet.purse.withdraw(euro(5_00))
    let copy = try Wallet(host, seed: wallet.seed, account: wallet.account)
    _ = try await copy.purse.restore()
    let lock = try TestLock(wallet.deals, payee: SigningKey().thumbprint, cents: 5_00)
    // The same also when it is tried again after a restart, when the coins are gone already.
    for _ in 0..<2 {
      let refusal = await #expect(throws: Refusal.self) { try await wallet.purse.lock(lock.terms) }
      #expect(refusal?.code == .doubleSpend && refusal?.blame == .us)
      try wallet.restart()
    }
    let lost = try await wallet.purse.spentElsewhere()
    #expect(lost.reduce(0) { $0 + $1.amount.minorUnits } == 5_00)
    for coin in lost {
      let word = try VerifiedStatement<MintRefusal>(verifying: coin.refusal, keys: KeySet([MintHost.key.publicKey]))
      let spent = try #require(word.content.spent.first { $0.coin == coin.coin })
      _ = try SpendingProof(spent, among: [coin.earlier], refused: word.content.request)
    }
    // Coins that a restored wallet had spent in its first life are no loss.
    #expect(try await copy.purse.spentElsewhere().isEmpty)
    try await copy.purse.deposit(euro(1_00))
    _ = try await copy.purse.restore()
    #expect(try await copy.purse.spentElsewhere().isEmpty)
    // An empty purse that nobody has copied says what it lacks.
    let other = try TestLock(copy.deals, payee: SigningKey().thumbprint, cents: 50_00)
    let lack = await #expect(throws: Refusal.self) { try await copy.purse.lock(other.terms) }
    #expect(lack?.code == .insufficientFunds)
  }

  @Test func anotherSeedFindsNothing() async throws {
    let host = MintHost(keys: MintHost.smallKeys)
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    try await wallet.purse.withdraw(euro(1_00))
    #expect(try await Wallet(host).purse.restore() == euro(0))
  }
}
