import SemperCoding
import SemperEcash
import SemperModel
import SemperWallet

/// Measures pairs of ecash: one withdrawal and one deposit of one coin, durable on both sides, over HTTP, by several wallets at a
/// time.
struct PairBench {
  static let clients = 8
  /// One coin, as denominations are powers of two.
  private static let coin = Money(minorUnits: 1_28, .euro)

  let payments: PaymentBench

  func measure() async throws -> PairFigures {
    var wallets: [WalletHome] = []
    for number in 0..<Self.clients { wallets.append(try await payments.wallet("pair-\(number)", payments.transport)) }
    defer { for wallet in wallets { try? wallet.close() } }
    // Each makes its keys and connections in a pair that does not count.
    _ = try await seconds(wallets, pairs: 1)
    let rounds = max(1, payments.payments / Self.clients)
    let clock = ContinuousClock()
    let start = clock.now
    let seconds = try await seconds(wallets, pairs: rounds)
    return PairFigures(seconds: seconds, whole: (clock.now - start) / .seconds(1), clients: Self.clients)
  }

  private func seconds(_ wallets: [WalletHome], pairs: Int) async throws -> [Double] {
    try await withThrowingTaskGroup(of: [Double].self) { group in
      for wallet in wallets {
        group.addTask {
          var seconds: [Double] = []
          for _ in 0..<pairs {
            let time = try await ContinuousClock().measure {
              _ = try await wallet.purse.withdraw(Self.coin)
              _ = try await wallet.purse.deposit(Self.coin)
            }
            seconds.append(time / .seconds(1))
          }
          return seconds
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }
}
