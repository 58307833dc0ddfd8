import ArgumentParser
import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet deals`: all deals, oldest first; resumes what is open unless told not to. While another command runs in
/// the same home, which has taken up the open deals itself, it only lists.
struct WalletDeals: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "deals", abstract: "List the deals, after finishing those that are open.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Flag(help: "Only list: do not go on with open deals.")
  var offline = false

  func run() async throws {
    if !offline && !QuestionSocket<WalletQuestion>.isServed(home: options.home) {
      show(
        try await options.withWallet { wallet in
          _ = try await wallet.resume()
          return try await wallet.answer(.deals)
        })
    } else {
      show(try await options.answer(.deals))
    }
  }

  private func show(_ answer: WalletAnswer) {
    guard case .deals(let summaries) = answer else { return }
    let texts = options.texts
    if options.json {
      Output.json(summaries.json)
    } else if summaries.isEmpty {
      Output.line(texts(WalletText.dealsNone))
    } else {
      for summary in summaries {
        let outcome = texts.text("outcome.\(summary.outcome.rawValue)")
        let money =
          summary.paid.map { texts(WalletText.dealsPaid, ["price": texts.price($0)]) } ?? texts.price(summary.price)
        Output.line("\(summary.deal)  \(outcome)  \(money)  \(HumanText.line(summary.title))")
      }
    }
  }
}
