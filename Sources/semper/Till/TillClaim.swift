import ArgumentParser
import SemperCoding
import SemperModel
import SemperServers
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// `semper till claim DEAL --kind KIND --because TEXT`.
struct TillClaim: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "claim", abstract: "Bring a dispute about a deal to its arbiter, who sees the evidence of that deal.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }
  @OptionGroup var claim: TypedClaim
  @Option(help: "What a seller can claim: notPaid.")
  var kind: ClaimKind
  @OptionGroup var carriages: CarriageOptions

  func run() throws {
    let words = try options.typed { try claim.words(in: language) }
    guard
      case .disputes(let disputes) = try options.ask(
        .claim(words.deal, kind, words.amount, words.grounds, carriages: carriages.statements))
    else { throw options.unexpected }
    options.show(disputes)
  }
}
