import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperModel
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper till admit SHOWN --nonce NONCE`.
struct TillAdmit: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "admit", abstract: "Check a right of this shop that its holder shows; a ticket is let in once.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }
  @Argument(help: "What “semper wallet present” has printed.")
  var shown: String
  @Option(help: "What you have drawn for this showing and told the holder; another one for each.")
  var nonce: String

  func run() throws {
    guard case .admitted(let admission) = try options.ask(.admit(shown, nonce: nonce)) else { throw options.unexpected }
    guard !options.json else { return Output.json(admission.json) }
    Output.line(
      options.texts(
        WalletText.tillAdmitted,
        [
          "type": HumanText.line(admission.type), "title": HumanText.line(admission.title),
          "deal": admission.deal.description,
        ]))
    Output.line(options.texts(WalletText.tillAdmittedClaims, ["claims": HumanText.line(admission.claims)]))
  }
}
