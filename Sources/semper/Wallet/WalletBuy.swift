import ArgumentParser
import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperPreferences
import SemperWallet

/// `semper wallet buy SHOP CODE`: one deal, from the offer to the evidence. Exits 0 when it completed, 3 when it ended
/// without a purchase.
struct WalletBuy: AsyncParsableCommand {
  static let endedWithoutPurchase = ExitCode(3)
  static let configuration = CommandConfiguration(
    commandName: "buy", abstract: "Buy what a shop offers under a code, by fair exchange.")

  @OptionGroup var options: WalletOptions
  @Argument(help: "The shop's address.")
  var shop: String
  @Argument(help: "The offer's code, from the shop's page.")
  var code: String
  @Flag(help: "Do not ask: what this costs is agreed to (up to the wallet's limit).")
  var yes = false
  @Option(help: "Where the goods go; a folder that does not exist yet.")
  var to: String?
  @Option(help: "Seconds to wait for the seller before going to the arbiter.")
  var patience: Int64 = 60

  func run() async throws {
    let cautious = SpendingPolicy.cautious(.euro)
    let policy = yes ? SpendingPolicy(withoutAsking: cautious.atMost, atMost: cautious.atMost) : cautious
    guard (1...86_400).contains(patience) else { throw ValidationError("patience is 1 to 86400 seconds") }
    let outcome = try await options.withWallet(policy: policy, goods: to) { wallet in
      for machine in try await wallet.resume() {
        if let summary = DealSummary(machine), !options.json {
          Output.line("Finished an open deal: \(summary.title), \(summary.outcome.rawValue).")
        }
      }
      let found = try await wallet.find(code: code, at: try Address(shop))
      if !options.json {
        let step = found.terms.content.states.lazy.compactMap { entry -> Span? in
          if case .exchange(_, .strong, let window) = entry.state.step { window } else { nil }
        }.first
        if let step { Output.line("If this is interrupted, run the wallet again within \(step).") }
      }
      let deal = try await wallet.deals.open(found, patience: Span(seconds: patience))
      let machine = try await wallet.deals.run(deal)
      return try await DealReport.show(machine, in: wallet, options: options)
    }
    if outcome != .completed { throw Self.endedWithoutPurchase }
  }
}
