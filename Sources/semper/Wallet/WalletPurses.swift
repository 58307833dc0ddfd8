import ArgumentParser
import SemperCoding
import SemperModel
import SemperPayments
import SemperTrustedUI
import SemperWallet

/// `semper wallet purses`.
struct WalletPurses: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "purses", abstract: "With what this wallet can pay, and what is there (play money).")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }

  func run() async throws {
    try await options.withWallet { wallet in
      let manager = wallet.payments.manager
      var shown: [JSON] = []
      for purse in manager.purses {
        // What a purse counts and what its bank says are two things; not every purse has both.
        let held = try? await manager.balance(of: purse.id).available
        let atBank = try? await manager.balanceAtBank(of: purse.id).available
        if options.json {
          shown.append(.fields(["atBank": atBank?.json, "held": held?.json, "purse": purse.json]))
        } else {
          lines(purse, held, atBank).forEach(Output.line)
        }
      }
      if options.json {
        Output.json(.array(shown))
      } else if manager.purses.isEmpty {
        Output.line(options.texts(WalletText.pursesNone))
      }
    }
  }

  private func lines(_ purse: PurseDescriptor, _ held: Money?, _ atBank: Money?) -> [String] {
    let texts = options.texts
    let line = texts(
      WalletText.pursesLine,
      [
        "system": purse.scheme.name, "bank": HumanText.line(purse.bank),
        "class": texts.text("means.\(purse.paymentClass.rawValue)"), "smallest": texts.price(purse.limits.smallest),
        "largest": texts.price(purse.limits.largest),
      ])
    return [line]
      + [(WalletText.pursesHolds, held), (.pursesAtBank, atBank)].compactMap { text, amount in
        amount.map { texts(text, ["amount": texts.price($0)]) }
      }
  }
}
