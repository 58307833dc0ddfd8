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
  @Argument(help: "The deal's id, from “semper till steps”; one that begins with “-” goes after “--”.")
  var deal: String
  @Option(help: "What a seller can claim: notPaid.")
  var kind: ClaimKind
  @Option(help: "How much is owed; else all that can be had.")
  var amount: String?
  @Option(help: "Why, in words for the arbiter and the buyer.")
  var because: String
  @OptionGroup var carriages: CarriageOptions

  func run() throws {
    let (deal, grounds) = (try TypedWords.deal(deal), try TypedWords.text(because))
    let amount = try amount.map { try TypedAmount($0, in: language).money }
    guard
      case .disputes(let disputes) = try options.ask(
        .claim(deal, kind, amount, grounds, carriages: carriages.statements))
    else { throw options.unexpected }
    options.show(disputes)
  }
}
