import ArgumentParser
import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperPreferences
import SemperTrustedUI
import SemperWallet

/// `semper wallet buy SHOP CODE` or `semper wallet buy LINK`: one deal, from the offer to the evidence. Exits 0 when it completed, 3 when it ended
/// without a purchase.
struct WalletBuy: AsyncParsableCommand {
  static let endedWithoutPurchase = ExitCode(3)
  static let configuration = CommandConfiguration(
    commandName: "buy", abstract: "Buy what a shop offers under a code, by fair exchange.")

  @OptionGroup var options: WalletOptions
  @Argument(help: "The shop's address, or a link from its page (in quotes).")
  var shop: String
  @Argument(help: "The offer's code, from the shop's page; not with a link.")
  var code: String?
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
    let link = try link()
    let outcome = try await options.withWallet(policy: policy) { wallet in
      for machine in try await wallet.resume() {
        if let summary = DealSummary(machine), !options.json {
          Output.line("Finished an open deal: \(summary.title), \(summary.outcome.rawValue).")
        }
      }
      let found = try await wallet.find(code: link.code, at: link.shop)
      if !options.json {
        let step = found.terms.content.states.lazy.compactMap { entry -> Span? in
          if case .exchange(_, .strong, let window) = entry.state.step { window } else { nil }
        }.first
        if let step { Output.line("If this is interrupted, run the wallet again within \(step.words).") }
      }
      let deal = try await wallet.deals.open(found, patience: Span(seconds: patience), goods: to)
      let shown = try await wallet.shown(wallet.deals.run(deal))
      try DealReport.show(shown, options: options)
      return shown.summary.outcome
    }
    if outcome != .completed { throw Self.endedWithoutPurchase }
  }

  private func link() throws -> OfferLink {
    guard OfferLink.isMeant(by: shop) else {
      guard let code else { throw ValidationError("give the shop's address and the offer's code, or a link") }
      return try OfferLink(shop: Address(shop), code: code)
    }
    guard code == nil else { throw ValidationError("a link has the code in it; give nothing after it") }
    return try OfferLink(shop)
  }
}
