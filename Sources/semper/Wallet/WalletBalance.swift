import ArgumentParser
import SemperCoding
import SemperEcash
import SemperModel
import SemperWallet

/// `semper wallet balance`.
struct WalletBalance: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "balance", abstract: "What the wallet and its account hold (play money).")

  @OptionGroup var options: WalletOptions

  func run() async throws {
    guard case .balance(let money) = try await options.answer(.balance) else { throw WalletOptions.unexpected }
    if options.json {
      Output.json(money.json)
    } else {
      lines(money).forEach(Output.line)
    }
  }

  private func lines(_ money: WalletMoney) -> [String] {
    var lines = ["In the wallet   \(money.available) in \(money.coins) coins"]
    if money.inFlight.minorUnits > 0 { lines.append("On its way      \(money.inFlight)") }
    lines.append("At the bank     \(money.account)")
    let lost = money.spentElsewhere.reduce(0) { $0 + $1.amount.minorUnits }
    if lost > 0 {
      lines.append(
        "Lost            \(Money(minorUnits: lost, money.available.currency)): a copy of this wallet spent these coins")
    }
    return lines
  }
}
