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
  @Flag(help: "Admit all of it.")
  var admit = false
  @Option(help: "Admit so much and no more.")
  var amount: String?
  @Option(help: "Why, in words for the arbiter and the seller.")
  var because: String
  @OptionGroup var carriages: CarriageOptions

  func validate() throws {
    guard !admit || amount == nil else { throw ValidationError("--admit, or --amount, or none of them") }
  }

  func run() async throws {
    let (id, grounds) = (try TypedWords.deal(deal), try TypedWords.text(because))
    let part = try amount.map { ClaimStance.admitsOnly(try TypedAmount($0, in: language).money) }
    let stance = part ?? (admit ? .admits : .contests)
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
