import ArgumentParser
import SemperCoding
import SemperModel
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// `semper wallet claim DEAL --kind KIND --because TEXT`.
struct WalletClaim: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "claim", abstract: "Bring a dispute about a deal to its arbiter, who sees the evidence of that deal.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The deal's id, from “semper wallet deals”; one that begins with “-” goes after “--”.")
  var deal: String
  @Option(help: "notDelivered, notAsAgreed, late, damaged, refundDue, paidTwice or neverOrdered.")
  var kind: ClaimKind
  @Option(help: "How much you want back; else all that can be had.")
  var amount: String?
  @Option(help: "Why, in words for the arbiter and the seller.")
  var because: String
  @OptionGroup var carriages: CarriageOptions

  func run() async throws {
    let id = try TypedWords.deal(deal)
    let grounds = try TypedWords.text(because)
    let amount = try self.amount.map { try TypedAmount($0, in: language).money }
    let shown = try carriages.statements
    let dispute = try await options.withWallet { wallet in
      try await wallet.claim(kind, about: id, amount: amount, because: grounds, showing: shown)
    }
    options.show([dispute])
  }
}
