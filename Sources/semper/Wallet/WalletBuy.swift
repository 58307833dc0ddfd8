import ArgumentParser
import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperPreferences
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// `semper wallet buy SHOP CODE` or `semper wallet buy LINK`: one deal, from the offer to the evidence, or to the first step that its owner has
/// to take. Exits 0 when it completed or goes on, 3 when it ended without a purchase.
struct WalletBuy: AsyncParsableCommand, SpeakingCommand {
  static let endedWithoutPurchase = ExitCode(3)
  static let configuration = CommandConfiguration(
    commandName: "buy", abstract: "Buy what a shop offers under a code, by fair exchange.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The shop's address, or a link from its page (in quotes).")
  var shop: String
  @Argument(help: "The offer's code, from the shop's page; not with a link.")
  var code: String?
  @Flag(help: "Do not ask: what this costs is agreed to (up to the wallet's limit).")
  var yes = false
  @Option(help: "Where the goods go; a folder that does not exist yet.")
  var to: String?
  @OptionGroup var wanted: WantedGoods
  @Option(help: "Pay with this system only, such as ecash or testmoney; else with any that suits both sides.")
  var pay: String?
  @Option(
    help:
      "Take part under these terms, by their digest, though nobody whom you trust has evaluated them: you have read them."
  )
  var acceptTerms: String?
  @Option(help: "With --accept-terms: the most that may be at risk in any state of the deal; else 1000.00.")
  var risk: String?
  @Option(
    help:
      "Whose credentials of a type count where the terms ask the seller for one, as TYPE=THUMBPRINT. May be repeated.")
  var trustIssuer: [TrustedIssuers] = []
  @Option(help: "Seconds to wait for the seller before going to the arbiter.")
  var patience: Int64 = 60

  func run() async throws {
    let cautious = SpendingPolicy.cautious(.euro)
    let policy = yes ? SpendingPolicy(withoutAsking: cautious.atMost, atMost: cautious.atMost) : cautious
    guard (1...86_400).contains(patience) else { throw ValidationError(options.texts(WalletText.errorPatience)) }
    let link = try link()
    let accepted = try acceptTerms.map { text in
      guard let digest = try? Digest(text: text) else {
        throw ValidationError("“\(text.prefix(64))” is no digest of terms; the refusal of the purchase names it.")
      }
      return AcceptedTerms(digest, risk: try risk.map { try TypedAmount($0, in: language).money })
    }
    let expected = try wanted.expectation(options.texts)
    let outcome = try await options.withWallet(policy: policy) { wallet in
      try await wallet.besideOpenDeals(ended: tell) {
        let found = try await wallet.find(
          code: link.code, at: link.shop, trusting: trustIssuer.reduce(.none) { $0.joined($1) })
        let deal = try await wallet.open(
          found, paying: pay, patience: Span(seconds: patience), goods: to, expecting: expected, accepting: accepted)
        if !options.json, let window = found.terms.content.window {
          Output.line(options.texts(WalletText.buyWindow, ["window": options.texts.duration(window)]))
        }
        let shown = try await wallet.shown(wallet.deals.run(deal))
        try DealReport(options: options).show(shown)
        return shown.summary.outcome
      }
    }
    if outcome != .completed && outcome != .open { throw Self.endedWithoutPurchase }
  }

  /// An open deal has ended beside the purchase.
  private var tell: @Sendable (DealMachine) -> Void {
    let (texts, isQuiet) = (options.texts, options.json)
    return { machine in
      guard !isQuiet, let summary = DealSummary(machine) else { return }
      Output.line(
        texts(
          WalletText.buyResumed,
          [
            "title": HumanText.line(summary.title), "outcome": texts.text("outcome.\(summary.outcome.rawValue)"),
          ]))
    }
  }

  private func link() throws -> OfferLink {
    guard OfferLink.isMeant(by: shop) else {
      guard let code else { throw ValidationError(options.texts(WalletText.errorCodeMissing)) }
      let shop = try options.address(shop)
      guard let link = try? OfferLink(shop: shop, code: code) else {
        throw WalletError(.notUnderstood, .errorCode, ["text": String(code.prefix(64))])
      }
      return link
    }
    guard code == nil else { throw ValidationError(options.texts(WalletText.errorCodeTwice)) }
    do {
      return try OfferLink(shop)
    } catch {
      throw WalletError(.notUnderstood, .errorLink, ["reason": error.message])
    }
  }
}
