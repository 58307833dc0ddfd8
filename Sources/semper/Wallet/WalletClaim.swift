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
  @OptionGroup var claim: TypedClaim
  @Option(help: "notDelivered, notAsAgreed, late, damaged, refundDue, paidTwice or neverOrdered.")
  var kind: ClaimKind
  @OptionGroup var carriages: CarriageOptions

  func run() async throws {
    let words = try claim.words(in: language)
    let shown = try carriages.statements
    let dispute = try await options.withWallet { wallet in
      try await wallet.claim(
        kind, about: words.deal, amount: words.amount, because: words.grounds, showing: shown)
    }
    options.show([dispute])
  }
}
