import ArgumentParser
import SemperModel
import SemperTrustedUI
import SemperWallet

/// What only one means of payment can do, as a person chooses it from that system's menu.
struct SpecialArguments: ParsableArguments {
  @Argument(help: "The payment system, such as chipper.")
  var system: String
  @Argument(help: "What to do; without it the menu is shown.")
  var operation: String?
  @Argument(help: "The amount in EUR, such as 20.00, or the text that the operation asks for.")
  var input: String?

  /// The operation that was named; `nil` where the menu is to be shown. Refuses a name that is not on it.
  func chosen<Operation>(
    from menu: [Operation], by name: (Operation) -> String
  ) throws(WalletError) -> Operation? {
    guard let operation else { return nil }
    guard let chosen = menu.first(where: { name($0) == operation }) else {
      throw WalletError(
        .notPossible, .errorOperation,
        ["operation": String(operation.prefix(64)), "known": menu.map(name).joined(separator: ", ")])
    }
    return chosen
  }

  /// The input of an operation that asks for an amount. Refuses what is none.
  func amount(in language: Language) throws(WalletError) -> Money { try TypedAmount(text, in: language).money }

  /// The input of one that asks for a text.
  var text: String { input ?? "" }
}
