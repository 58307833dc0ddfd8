import ArgumentParser
import SemperCommerce
import SemperModel
import SemperTrustedUI

/// What a side types to answer a claim: `--admit` admits it, `--amount` some of it, neither contests it.
struct TypedStance: ParsableArguments {
  @Flag(help: "Admit all of it.")
  var admit = false
  @Option(help: "Admit so much and no more.")
  var amount: String?
  @Option(help: "Why, in words for the arbiter and the other side.")
  var because: String

  func validate() throws {
    guard !admit || amount == nil else { throw ValidationError("--admit, or --amount, or none of them") }
  }

  func words(in language: Language) throws -> (stance: ClaimStance, grounds: HumanText) {
    let part = try amount.map { ClaimStance.admitsOnly(try TypedAmount($0, in: language).money) }
    return (part ?? (admit ? .admits : .contests), try TypedWords.text(because))
  }
}
