import Foundation
import SemperEngine
import SemperModel
import SemperPayments
import SemperTesting
import Testing

/// Money is conserved whatever is done: after each of many random operations over all payment systems, every ledger, purse,
/// coin, hold and lock is held against what should be there. `SEMPER_OPERATIONS` sets how many, `SEMPER_DAYS` how often anew.
@Suite struct RandomOperationsTests {
  private static let count = number("SEMPER_OPERATIONS") ?? 120
  private static let days = 1...UInt64(number("SEMPER_DAYS") ?? 2)

  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  /// - Parameter deaf: whether each token arrives, and its sender does not hear of it the first time.
  @Test(arguments: Array(days), [false, true])
  func conserveMoney(seed: UInt64, deaf: Bool) async throws {
    let law = CrashLaw<[String: Int]>(start: TestMint.begin, horizon: Span(seconds: 80 * 86_400)) { time in
      let market = try await Market(time, deaf: deaf)
      let done = Done()
      return CrashScenario([
        .worker("market") { _ in
          try await withThrowingTaskGroup(of: Void.self) { group in
            for manager in [market.payer, market.payee] {
              group.addTask {
                await manager.run()
                throw CancellationError()
              }
            }
            group.addTask {
              var day = MarketDay(market, seed: seed)
              try await day.run(Self.count)
              await done.note(day.done)
            }
            defer { group.cancelAll() }
            _ = try await group.next()
          }
        }
      ]) { await done.operations }
    } judge: { _ in
      nil
    }
    let done = try await law.uncrashed()
    #expect(done.values.reduce(0, +) == Self.count)
    #expect(done.count >= 10, "some operations were never drawn: \(done)")
  }
}

private actor Done {
  private(set) var operations: [String: Int] = [:]
  func note(_ operations: [String: Int]) { self.operations = operations }
}
