import SemperArchive
import SemperBank
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import Testing

/// A ledger names a lock by its terms when it says how it has ended. So nobody may have a second one under them, of other money, to
/// end that and show the word as the first one's.
@Suite struct TwinLockTests {
  private let host = MintHost()
  private let wallet: Wallet
  private let cheat = SigningKey()

  init() async throws {
    wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    try await host.openAccount(cheat)
    try await wallet.purse.withdraw(euro(20_00))
  }

  /// The cheat's account, as the payee of the lock.
  private func lockFromAccount(_ terms: LockTerms) async throws -> SignedStatement {
    let order = LockOrder(
      bank: host.name, terms: terms, action: .lock, key: cheat.publicKey, issued: host.clock.now())
    return try await host.mint.accountLocks.perform(SignedStatement(order, signedBy: [cheat]), now: host.clock.now())
  }

  private func till() throws -> EcashTill {
    let deals = wallet.deals
    return EcashTill(
      records: InMemoryArchive().records, client: try Wallet.client(FaultyTransport(host)), key: cheat,
      account: cheat.thumbprint, time: host.clock, arbiterKey: { deals.arbiterKey($0) })
  }

  @Test func anAccountLocksNothingUnderTheTermsOfCoins() async throws {
    let lock = try TestLock(wallet.deals, payee: cheat.thumbprint)
    let receipt = try await wallet.purse.lock(lock.terms)
    #expect(await refusalCode { _ = try await lockFromAccount(lock.terms) } == .idReused)
    #expect(try await wallet.purse.lock(lock.terms).digest == receipt.digest)
    #expect(try await host.balance(.customer(cheat.thumbprint)) == MintHost.grant.minorUnits)
    try await host.checkBooks()
  }

  @Test func coinsAreNotLockedUnderTheTermsOfAnAccount() async throws {
    let lock = try TestLock(wallet.deals, payee: cheat.thumbprint)
    let receipt = try await lockFromAccount(lock.terms)
    #expect(await refusalCode { _ = try await wallet.purse.lock(lock.terms) } == .idReused)
    #expect(try await lockFromAccount(lock.terms).digest == receipt.digest)
    #expect(try await wallet.purse.balance().available == euro(20_00))
    try await host.checkBooks()
  }

  /// Sealed coins need no ledger to be sealed, so a second payment of that kind cannot be refused; its end is marked.
  @Test func whatBecomesOfSealedCoinsIsNotTheEndOfALock() async throws {
    let lock = try TestLock(wallet.deals, payee: cheat.thumbprint)
    let twin = try Wallet(host, deals: wallet.deals)
    try await host.openAccount(twin.account)
    try await twin.purse.withdraw(euro(20_00))
    let sealed = try await twin.purse.seal(lock.terms)
    _ = try await wallet.purse.lock(lock.terms)
    let word = try await till().claim(sealed, with: .opening(lock.opening))
    #expect(word.content.isSealed)
    #expect(try await wallet.purse.ending(of: lock.terms) == nil)
    #expect(try await till().claim(lock.terms, with: .opening(lock.opening)).content.isSealed == false)
    #expect(try await wallet.purse.ending(of: lock.terms)?.content.ending == .claimed)
    try await host.checkBooks()
  }
}
