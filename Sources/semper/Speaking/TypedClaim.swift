import ArgumentParser
import SemperModel
import SemperTrustedUI

/// What a side types to claim something about a deal.
struct TypedClaim: ParsableArguments {
  @Argument(
    help: "The deal's id, from “semper wallet deals” or “semper till steps”; one that begins with “-” goes after “--”.")
  var deal: String
  @Option(help: "How much you claim; else all that can be had.")
  var amount: String?
  @Option(help: "Why, in words for the arbiter and the other side.")
  var because: String

  struct Words {
    let deal: ID<Deal>
    let amount: Money?
    let grounds: HumanText
  }

  func words(in language: Language) throws -> Words {
    Words(
      deal: try TypedWords.deal(deal), amount: try amount.map { try TypedAmount($0, in: language).money },
      grounds: try TypedWords.text(because))
  }
}
