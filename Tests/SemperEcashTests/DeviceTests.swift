import SemperArchive
import SemperBank
import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperEcash

/// Devices that share a seed never make the same coin twice and lose none.
@Suite struct DeviceTests {
  let host = MintHost(keys: MintHost.smallKeys)

  private func first() async throws -> Wallet {
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    return wallet
  }

  private func another(_ wallet: Wallet) throws -> Wallet {
    try Wallet(host, seed: wallet.seed, account: wallet.account)
  }

  private func worth(_ wallets: Wallet...) async throws -> Int64 {
    var sum: Int64 = 0
    for wallet in wallets {
      let balance = try await wallet.purse.balance()
      #expect(balance.inFlight == euro(0))
      sum += balance.available.minorUnits
    }
    return sum
  }

  /// Places of the seed that the wallets' coins come from.
  private func slots(_ wallets: Wallet...) async throws -> [CoinSlot] {
    var slots = [CoinSlot]()
    for wallet in wallets {
      slots += try await wallet.archive.records.read { try PurseBook.freeCoins($0) }.map(\.slot)
    }
    return slots
  }

  private func checkBooks(_ wallets: Wallet...) async throws {
    var sum: Int64 = 0
    for wallet in wallets { sum += try await wallet.purse.balance().available.minorUnits }
    #expect(try await host.balance(.coins) == sum)
    try await host.checkBooks()
  }

  @Test func devicesWorkBesideEachOther() async throws {
    let one = try await first()
    try await one.purse.withdraw(euro(31))
    let two = try another(one)
    try await two.purse.joinOtherDevices()
    try await two.purse.withdraw(euro(31))
    let three = try another(one)
    try await three.purse.joinOtherDevices()
    for wallet in [one, two, three] {
      for _ in 0..<3 { try await wallet.purse.withdraw(euro(7)) }
      try await wallet.purse.deposit(euro(5))
    }
    let slots = try await slots(one, two, three)
    #expect(Set(slots).count == slots.count)
    #expect(Set(slots.map(\.device)) == [0, 1, 2])
    #expect(try await worth(one, two, three) == 31 + 31 + 3 * 16)
    // Whoever has lost all three finds the coins of all three, and is a fourth device.
    let found = try another(one)
    #expect(try await found.purse.restore() == euro(110))
    try await found.purse.withdraw(euro(1))
    #expect(try await self.slots(found).allSatisfy { $0.device == 3 })
    #expect(try await host.balance(.coins) == 111)
    try await host.checkBooks()
  }

  @Test func aSecondDeviceTakesNothingFromTheFirst() async throws {
    let one = try await first()
    try await one.purse.withdraw(euro(20))
    let two = try another(one)
    try await two.purse.joinOtherDevices()
    #expect(try await worth(two) == 0)
    try await one.purse.deposit(euro(20))
    #expect(try await one.purse.spentElsewhere().isEmpty)
  }

  /// Both looked before either had withdrawn, so both took the same number.
  @Test func devicesThatTookOneNumberPart() async throws {
    let one = try await first()
    try await one.purse.withdraw(euro(1))
    let (two, three) = (try another(one), try another(one))
    try await two.purse.joinOtherDevices()
    try await three.purse.joinOtherDevices()
    for _ in 0..<4 {
      try await two.purse.withdraw(euro(9))
      try await three.purse.withdraw(euro(9))
    }
    let slots = try await slots(one, two, three)
    #expect(Set(slots).count == slots.count)
    #expect(try await worth(two) == 36)
    #expect(try await worth(three) == 36)
    try await checkBooks(one, two, three)
  }

  @Test func devicesThatPartAtTheSameTimeLoseNothing() async throws {
    let one = try await first()
    let two = try another(one)
    // Neither has said that it is not the first device.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for wallet in [one, two] {
        for _ in 0..<4 { group.addTask { try await wallet.purse.withdraw(euro(6)) } }
      }
      try await group.waitForAll()
    }
    let slots = try await slots(one, two)
    #expect(Set(slots).count == slots.count)
    #expect(try await worth(one, two) == 48)
    try await checkBooks(one, two)
  }

  /// Change, locks and refunds make coins too.
  @Test func aWalletWhoseHomeWasPutBackGoesOn() async throws {
    let one = try await first()
    try await one.purse.withdraw(euro(31))
    // An old copy of the home knows nothing of what was made since.
    let old = try another(one)
    try await old.purse.withdraw(euro(31))
    #expect(try await slots(old).allSatisfy { $0.device == 1 })
    try await one.purse.deposit(euro(12))
    let lock = try TestLock(old.deals, payee: SigningKey().thumbprint, cents: 12)
    _ = try await old.purse.lock(lock.terms)
    let decision = try old.deals.decision(.aborted, on: lock.terms.exchange)
    _ = try await old.purse.refund(lock.terms, with: decision)
    #expect(try await worth(old) == 31)
    #expect(try await worth(one) == 19)
    try await checkBooks(one, old)
    let found = try another(one)
    #expect(try await found.purse.restore() == euro(50))
  }

  /// A refusal that blames places is believed only when the mint shows that it has signed there.
  @Test func aMintThatOnlyClaimsThatPlacesAreUsedMovesNobody() async throws {
    let one = try await first()
    try await one.purse.withdraw(euro(8))
    let (lock, again) = (
      try TestLock(one.deals, payee: SigningKey().thumbprint, cents: 3), try another(one)
    )
    _ = try await one.purse.lock(lock.terms)
    _ = try await again.purse.restore()
    // The terms are taken, and the change that was asked for is not.
    let refusal = await #expect(throws: Refusal.self) { try await again.purse.lock(lock.terms) }
    #expect(refusal?.code == .idReused)
    #expect(try await again.archive.records.read { try PurseBook.device($0) } == 1)
  }

  @Test(arguments: CrashPoint.Side.allCases)
  func aDeviceThatDiesAsItMovesAsideLosesNothing(side: CrashPoint.Side) async throws {
    for write in 1...6 {
      let host = MintHost(keys: MintHost.smallKeys)
      let one = try Wallet(host)
      try await host.openAccount(one.account)
      try await one.purse.withdraw(euro(9))
      let two = try Wallet(host, seed: one.seed, account: one.account)
      try two.restart(crash: CrashPoint(write: write, side))
      _ = try? await two.purse.withdraw(euro(9))
      try two.restart()
      _ = try await two.purse.recover()
      try await two.purse.withdraw(euro(3))
      let held = try await two.purse.balance()
      #expect(held.inFlight == euro(0) && [euro(3), euro(12)].contains(held.available), "\(side) write \(write)")
      let coins = try await host.balance(.coins)
      #expect(coins == 9 + held.available.minorUnits, "\(side) write \(write)")
      try await host.checkBooks()
    }
  }
}
