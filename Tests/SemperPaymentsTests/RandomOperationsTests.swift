import Foundation
import PaymentWorlds
import Testing

/// Money is conserved whatever is done and whoever dies: after each of many random operations over all payment systems, every ledger,
/// purse, card, coin, hold and lock is held against what should be there. This is the short part; `make conserve` does 100 000.
@Suite struct RandomOperationsTests {
  /// Two markets for each rule of change, with and without fees and with lines on which senders hear of nothing at first.
  @Test(arguments: 1...UInt64(8))
  func conserveMoney(seed: UInt64) async throws {
    let report = try await MarketSeed(seed).run(20)
    #expect(report.done.values.reduce(0, +) == 20)
  }
}
