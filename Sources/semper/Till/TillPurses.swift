import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperServers
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// `semper till purses`.
struct TillPurses: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "purses", abstract: "With what the shop is paid, how fair a deal is with it, and what is there.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }

  func run() throws {
    guard case .purses(let purses) = try options.ask(.purses) else { throw options.unexpected }
    guard !options.json else { return Output.json(.array(purses.map(\.json))) }
    if purses.isEmpty { return Output.line(options.texts(WalletText.tillPursesNone)) }
    purses.flatMap(PurseReport(side: .seller, texts: options.texts).lines).forEach(Output.line)
  }
}
