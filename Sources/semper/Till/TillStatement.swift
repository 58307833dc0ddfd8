import ArgumentParser
import SemperModel
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper till statement SYSTEM`.
struct TillStatement: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "statement", abstract: "What has moved on the shop's account of a payment system, oldest first.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }
  @Argument(help: "The payment system, such as ecash or testmoney.")
  var system: String
  @OptionGroup var times: StatementTimes

  func run() throws {
    guard case .statement(let movements) = try options.ask(.statement(system, from: times.from, until: times.until))
    else {
      throw options.unexpected
    }
    MovementReport(movements: movements, texts: options.texts).write(json: options.json)
  }
}
