import ArgumentParser
import SemperArchiveSQLite
import SemperModel
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

  /// The running shop's answer. What it refuses is said in words for a seller, who has no wallet to look at.
  func ask(_ question: TillQuestion) throws -> TillAnswer {
    do {
      guard let answer = try QuestionSocket.ask(question, home: home) else {
        throw WalletError(.notReachable, .errorTill, ["home": home])
      }
      return answer
    } catch let refusal as Refusal {
      guard let what = texts.words["till.refusal.\(refusal.code.rawValue)"] else { throw refusal }
      throw WalletError(.notPossible, .tillRefused, ["detail": refusal.detail, "what": what])
    }
  }

  /// Words that name a deal, as the owner has typed them.
  func typed<Words>(_ read: () throws -> Words) throws -> Words {
    do { return try read() } catch let error as WalletError where error.text == .errorDealForm {
      throw WalletError(.notUnderstood, .errorTillDealForm, error.parts)
    }
  }

  var unexpected: WalletError { WalletError(.notUnderstood, .errorAnswer, ["home": home]) }
}
