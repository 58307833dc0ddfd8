import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet step DEAL give|choose|decline|raise …`: says what a deal of many steps waits for, and goes on with it until it needs a
/// word again or has ended. What it pays is asked about first.
struct WalletStep: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "step",
    abstract: "Say what a deal waits for: give and fill in, sign, choose, decline, raise an exception.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The deal's id, from “semper wallet deals”; one that begins with “-” goes after “--”.")
  var deal: String
  @OptionGroup var typed: TypedWord
  @Flag(help: "Do not ask: what the step pays is agreed to (up to the wallet's limit).")
  var yes = false

  func run() async throws {
    let id = try TypedWords.deal(deal)
    let meaning = try typed.meaning()
    try await options.withWallet(isAgreed: yes) { wallet in
      let machine: DealMachine
      switch meaning {
      case .word(let word):
        try await wallet.deals.say(word, in: id)
        machine = try await wallet.deals.run(id)
      case .exception(let name): machine = try await wallet.deals.run(id, raising: name)
      }
      try DealReport(options: options).show(try await wallet.shown(machine))
    }
  }
}
