import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperWallet

/// `semper wallet deals`: all deals, oldest first; resumes what is open unless told not to.
struct WalletDeals: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deals", abstract: "List the deals, after finishing those that are open.")

  @OptionGroup var options: WalletOptions
  @Flag(help: "Only list: do not go on with open deals.")
  var offline = false

  func run() async throws {
    try await options.withWallet { wallet in
      if !offline { _ = try await wallet.resume() }
      let summaries = try await wallet.deals.all().compactMap(DealSummary.init)
      if options.json {
        Output.json(.array(summaries.map(\.json)))
      } else if summaries.isEmpty {
        Output.line("No deals yet. Find a course at a shop, then: semper wallet buy SHOP CODE")
      } else {
        for summary in summaries {
          Output.line("\(summary.deal)  \(summary.outcome.rawValue)  \(summary.price)  \(summary.title)")
        }
      }
    }
  }
}
