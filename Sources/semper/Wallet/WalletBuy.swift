import ArgumentParser
import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// `semper wallet buy SHOP CODE`, `semper wallet buy LINK` or `semper wallet buy --offer FILE`: one deal, from the offer to the evidence, or to the first step that its owner has
/// to take. Exits 0 when it completed or goes on, 3 when it ended without a purchase.
struct WalletBuy: AsyncParsableCommand, SpeakingCommand {
  static let endedWithoutPurchase = ExitCode(3)
  static let configuration = CommandConfiguration(
    commandName: "buy", abstract: "Buy what a shop offers under a code, by fair exchange.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @OptionGroup var offer: TypedOffer
  @Flag(help: "Do not ask: what this costs is agreed to (up to the wallet's limit).")
  var yes = false
  @Option(help: "Where the goods go; a folder that does not exist yet.")
  var to: String?
  @Flag(help: "With --offer: buy once more what was bought from such a file before.")
  var again = false
  @OptionGroup var wanted: WantedGoods
  @Option(help: "Pay with this system only, such as ecash or testmoney; else with any that suits both sides.")
  var pay: String?
  @OptionGroup var accepted: AcceptedTermsOptions
  @Option(
    help:
      "Whose credentials of a type count where the terms ask the seller for one, as TYPE=THUMBPRINT. May be repeated.")
  var trustIssuer: [TrustedIssuers] = []
  @Option(help: "Seconds to wait for the seller before going to the arbiter.")
  var patience: Int64 = 60

  func run() async throws {
    guard (1...86_400).contains(patience) else { throw ValidationError(options.texts(WalletText.errorPatience)) }
    let place = try offer.place(options)
    let accepted = try self.accepted.terms(in: language)
    let expected = try wanted.expectation(options.texts)
    let outcome = try await options.withWallet(isAgreed: yes) { wallet in
      try await wallet.besideOpenDeals(ended: tell) {
        let found = try await find(place, in: wallet)
        let appraisal = try await wallet.appraise(found, accepting: accepted)
        if !options.json { AppraisalWords(appraisal, options.texts).lines.forEach(Output.line) }
        let deal = try await wallet.open(
          found, paying: pay, patience: Span(seconds: patience), goods: to, expecting: expected, appraised: appraisal,
          again: again)
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

  private func find(_ place: TypedOffer.Place, in wallet: WalletHome) async throws -> FoundOffer {
    let issuers = trustIssuer.reduce(TrustedIssuers.none) { $0.joined($1) }
    switch place {
    case .link(let link): return try await wallet.find(code: link.code, at: link.shop, trusting: issuers)
    case .file(let file): return try await wallet.find(reaching: file, trusting: issuers)
    }
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
}
