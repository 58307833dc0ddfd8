import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperModel
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper till step DEAL give|choose|decline|raise …`.
struct TillStep: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "step",
    abstract: "Say what a deal waits for: give and fill in, sign, choose, decline, raise an exception.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }
  @Argument(help: "The deal's id, from “semper till steps”; one that begins with “-” goes after “--”.")
  var deal: String
  @OptionGroup var typed: TypedWord

  func run() throws {
    let id = try options.typed { try TypedWords.deal(deal) }
    let question: TillQuestion =
      switch try typed.meaning() {
      case .word(let word): .step(id, word)
      case .exception(let name): .raise(id, name)
      }
    guard case .heard = try options.ask(question) else { throw options.unexpected }
    options.json ? Output.json(.fields(["heard": true.json])) : Output.line(options.texts(WalletText.stepHeard))
  }
}
