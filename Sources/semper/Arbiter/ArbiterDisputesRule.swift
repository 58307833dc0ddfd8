import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperModel
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper arbiter disputes rule CASE --pay AMOUNT | --dismiss --because TEXT --home HOME`.
struct ArbiterDisputesRule: SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "rule", abstract: "Judge a case that the evidence leaves open, or that was appealed.")

  @OptionGroup var options: DeskOptions
  var language: Language { options.language }
  @Argument(help: "The case, from the list.")
  var claim: Digest
  @Option(help: "What the claimant gets, such as 5.00.")
  var pay: String?
  @Flag(help: "The claimant gets nothing.")
  var dismiss = false
  @Option(help: "What you have found, in words for both sides.")
  var because: String

  func validate() throws {
    guard dismiss == (pay == nil) else { throw ValidationError("either --pay AMOUNT or --dismiss") }
  }

  func run() throws {
    guard case .dispute(let dispute) = try options.ask(.show(claim)) else { throw options.unexpected }
    let currency = dispute.disclosed.offer?.price.currency ?? .euro
    let (amount, finding) = (
      try pay.map { try TypedAmount($0, in: language, currency: currency).money }, try TypedWords.text(because)
    )
    guard case .dispute(let ruled) = try options.ask(.rule(claim, amount, finding)) else {
      throw options.unexpected
    }
    try options.show(ruled)
  }
}
