import SemperBank
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperTesting
import Testing

/// A purse that withdraws ahead of its payments.
@Suite struct StockTests {
  private let policy = WithdrawalPolicy(parcel: 10_00, low: 5_00, window: Span(seconds: 3_600))

  @Test func thePurseWithdrawsWhenItIsDueAndNotBefore() async throws {
    let host = MintHost()
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    var numbers = SeededNumbers(7)
    #expect(try await !wallet.purse.keepsStock())
    let first = try await wallet.purse.keepStock(policy, using: &numbers)
    let due = try #require(first.due)
    #expect(first.withdrawn == nil && due > host.clock.now() && due.seconds <= host.clock.now().seconds + 3_600)
    // What was planned stays planned, also over a restart, and other numbers change nothing.
    try wallet.restart()
    #expect(try await wallet.purse.keepsStock())
    #expect(try await wallet.purse.keepStock(policy, using: &numbers).due == due)
    host.clock.advance(to: due)
    let second = try await wallet.purse.keepStock(policy, using: &numbers)
    #expect(second.withdrawn == euro(10_00) && second.due == nil)
    #expect(try await wallet.purse.balance().available == euro(10_00))
    #expect(try await wallet.purse.keepStock(policy, using: &numbers).withdrawn == nil)
    try await wallet.purse.deposit(euro(6_00))
    let third = try await wallet.purse.keepStock(policy, using: &numbers)
    #expect(third.withdrawn == nil && third.due != nil)
    try await host.checkBooks()
  }

  @Test func aWithdrawalUnderWayIsNotMadeTwice() async throws {
    let host = MintHost()
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    var numbers = SeededNumbers(7)
    let hasty = WithdrawalPolicy(parcel: 10_00, low: 5_00, window: Span(seconds: 0))
    // The key list arrives, the answer to the withdrawal does not.
    wallet.transport.setFault(.answerLost, at: 1)
    await #expect(throws: (any Error).self) { try await wallet.purse.keepStock(hasty, using: &numbers) }
    _ = try await wallet.purse.keepStock(hasty, using: &numbers)
    _ = try await wallet.purse.recover()
    #expect(try await wallet.purse.balance().available == euro(10_00))
    #expect(try await host.balance(.customer(wallet.account.thumbprint)) == 90_00)
  }

  @Test func aHurriedPaymentTakesWholeParcels() {
    #expect(policy.parcels(for: 0) == 0)
    #expect(policy.parcels(for: 1) == 10_00)
    #expect(policy.parcels(for: 10_00) == 10_00)
    #expect(policy.parcels(for: 10_01) == 20_00)
  }
}
