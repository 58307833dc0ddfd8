import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperModel
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper till stop BILL`.
struct TillStop: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "End the meter of a bill: what has begun is still paid, and no more.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }
  @Argument(help: "The bill, by its link or the id at the end of it.")
  var bill: String

  func run() throws {
    guard case .bills(let bills) = try options.ask(.stop(TypedSale(bill).id)), let stopped = bills.first else {
      throw options.unexpected
    }
    guard !options.json else { return Output.json(stopped.json) }
    Output.line(options.texts(WalletText.tillStopped, ["title": HumanText.line(stopped.bill.title.text)]))
  }
}
