import SemperEcash
import SemperEngine
import SemperModel
import SemperTesting

/// One market with all payment systems and what happens in it, all drawn from a number. The same number is the same market.
package struct MarketSeed: Sendable {
  package let number: UInt64

  package init(_ number: UInt64) { self.number = number }

  /// How a market went.
  package struct Report: Sendable {
    /// How often each operation was done, by system.
    package let done: [String: Int]
    /// How often a process was killed or died.
    package let deaths: Int
  }

  /// What the mint of this market does with change, and what it asks for its coins.
  private var rules: TestMint.Rules {
    TestMint.Rules(
      number % 2 == 0 ? .free : .refresh,
      fees: number % 4 < 2 ? .none : CoinFees(withdraw: 1, deposit: 1, refresh: 1))
  }

  /// Whether the bank of this market keeps the merchant's module.
  private var keepsModule: Bool { number % 3 == 0 }

  /// Whether the payer of this market restores its coins from their seed.
  private var restores: Bool { number % 20 == 9 }

  /// Throws a `ConformanceFailure` at the first operation after which money is not where it should be.
  package func run(_ operations: Int) async throws -> Report {
    let law = CrashLaw<Report?>(start: TestMint.begin, horizon: Span(seconds: 80 * 86_400)) { time in
      let systems: [any LockingSystem] = [
        TestMoneyUnderTest(time: time), try EcashUnderTest(time: time, rules), try await SETUnderTest.founded(time),
        ChipperUnderTest(time: time, hosted: keepsModule), TransfersUnderTest(time: time),
      ]
      let market = Market(time, systems, deaf: number % 8 >= 4)
      let end = End()
      return CrashScenario([
        .worker("market") { _ in
          try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
              try await market.run()
              throw ConformanceFailure("the processes of the market have ended")
            }
            group.addTask {
              let day = MarketDay(market, seed: number, restoring: restores)
              try await day.run(operations)
              await end.note(Report(done: day.done, deaths: market.deaths))
            }
            defer { group.cancelAll() }
            try await group.next()
          }
        }
      ]) { await end.report }
    } judge: { _ in
      nil
    }
    guard let report = try await law.uncrashed() else { throw ConformanceFailure("the day had no end") }
    return report
  }
}

private actor End {
  private(set) var report: MarketSeed.Report?
  func note(_ report: MarketSeed.Report) { self.report = report }
}
