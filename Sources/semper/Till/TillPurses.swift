import ArgumentParser
import SemperCoding
import SemperExchange
import SemperModel
import SemperPayments
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper till purses`.
struct TillPurses: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "purses", abstract: "With what the shop is paid, how fair a deal is with it, and what is there.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }

  func run() throws {
    guard case .purses(let purses) = try options.ask(.purses) else { throw options.unexpected }
    guard !options.json else { return Output.json(.array(purses.map(\.json))) }
    if purses.isEmpty { return Output.line(options.texts(WalletText.pursesNone)) }
    purses.flatMap(lines).forEach(Output.line)
  }

  private func lines(_ till: TillPurse) -> [String] {
    let (texts, purse) = (options.texts, till.purse)
    let line = texts(
      WalletText.pursesLine,
      [
        "system": purse.scheme.name, "bank": HumanText.line(purse.bank),
        "class": texts.text("means.\(purse.paymentClass.rawValue)"), "smallest": texts.price(purse.limits.smallest),
        "largest": texts.price(purse.limits.largest),
      ])
    return [line]
      + (till.level.map { [texts(WalletText.tillFairness, ["level": texts.text("level.\($0.rawValue)")])] } ?? [])
      + (till.atBank.map { [texts(WalletText.pursesAtBank, ["amount": texts.price($0)])] } ?? [])
      // Nothing as a rule: what a module at the bank takes goes on to the account.
      + (till.held.flatMap { $0.minorUnits > 0 ? [texts(WalletText.tillHeld, ["amount": texts.price($0)])] : nil } ?? [])
  }
}
