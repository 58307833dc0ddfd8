import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet answer DEAL --because TEXT`: admits with `--admit`, some of it with `--amount`, else contests.
struct WalletAnswerClaim: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer",
    abstract: "Answer what the seller claims about a deal, once: contest it, or admit it or some of it.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The deal's id; one that begins with “-” goes after “--”.")
  var deal: String
  @OptionGroup var word: TypedStance
  @OptionGroup var carriages: CarriageOptions

  func run() async throws {
    let id = try TypedWords.deal(deal)
    let (stance, grounds) = try word.words(in: language)
    let shown = try carriages.statements
    let news = try await options.withWallet {
      try await $0.answer(about: id, stance, because: grounds, showing: shown)
    }
    if options.json { return Output.json(.array(news.map(\.json))) }
    for one in news {
      Output.line(options.texts(WalletText.disputeAnswered, ["claim": "\(one.id)"]))
    }
  }
}
