import ArgumentParser
import SemperArchiveSQLite
import SemperServers
import SemperTrustedUI
import SemperWallet

/// What all till commands take.
struct TillOptions: ParsableArguments {
  @Option(help: "The home directory of the shop, which must be running.")
  var home: String
  @OptionGroup var speech: LanguageOptions
  @Flag(help: "Print one JSON object or array on standard output.")
  var json = false

  var language: Language { speech.language }
  var texts: Texts { WalletTexts.of(language) }

  /// The running shop's answer.
  func ask(_ question: TillQuestion) throws -> TillAnswer {
    guard let answer = try QuestionSocket.ask(question, home: home) else {
      throw WalletError(.notReachable, .errorTill, ["home": home])
    }
    return answer
  }

  var unexpected: WalletError { WalletError(.notUnderstood, .errorAnswer, ["home": home]) }
}
