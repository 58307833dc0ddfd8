import ArgumentParser
import SemperCoding
import SemperEcash
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet balance`.
struct WalletBalance: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "balance", abstract: "What the wallet and its account hold (play money).")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }

  func run() async throws {
    guard case .balance(let money) = try await options.answer(.balance) else { throw options.unexpected }
    if options.json {
      Output.json(money.json)
    } else {
      lines(money).forEach(Output.line)
    }
  }

  private func lines(_ money: WalletMoney) -> [String] {
    let texts = options.texts
    var rows: [(WalletText, String)] = [(.balanceWallet, texts.coins(money.available, money.coins))]
    if money.inFlight.minorUnits > 0 { rows.append((.balanceInflight, texts.price(money.inFlight))) }
    rows.append((.balanceBank, texts.price(money.account)))
    if let card = money.card { rows.append((.balanceCard, texts.price(card))) }
    if let chip = money.chip { rows.append((.balanceChip, texts.price(chip))) }
    if let fees = money.fees {
      func price(_ units: Int64) -> String { texts.price(Money(minorUnits: units, money.available.currency)) }
      let amounts = [
        "withdraw": price(fees.withdraw), "refresh": price(fees.refresh), "deposit": price(fees.deposit),
      ]
      rows.append((.balanceFees, texts(WalletText.balanceFeesText, amounts)))
    }
    let lost = money.spentElsewhere.reduce(0) { $0 + $1.amount.minorUnits }
    if lost > 0 {
      let amount = texts.price(Money(minorUnits: lost, money.available.currency))
      rows.append((.balanceLost, texts(WalletText.balanceLostText, ["amount": amount])))
    }
    return texts.rows(rows)
  }
}
