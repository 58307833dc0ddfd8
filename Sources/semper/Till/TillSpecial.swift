import ArgumentParser
import SemperCoding
import SemperModel
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper till special SYSTEM [OPERATION [INPUT]]`.
struct TillSpecial: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "special",
    abstract: "What only one means of payment can do, such as bringing a module's takings to the bank.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }
  @Argument(help: "The payment system, such as chipper.")
  var system: String
  @Argument(help: "What to do; without it the menu is shown.")
  var operation: String?
  @Argument(help: "The amount in EUR, such as 20.00, or the text that the operation asks for.")
  var input: String?

  func run() throws {
    guard case .menu(let menu) = try options.ask(.menu(system)) else { throw options.unexpected }
    guard let operation else { return show(menu) }
    guard let chosen = menu.first(where: { $0.name == operation }) else {
      throw WalletError(
        .notPossible, .errorOperation,
        ["operation": String(operation.prefix(64)), "known": menu.map(\.name).joined(separator: ", ")])
    }
    let amount = chosen.input == .amount ? try TypedAmount(input ?? "", in: language).money : nil
    let text = chosen.input == .text ? input ?? "" : nil
    guard case .done(let said, let held) = try options.ask(.perform(system, operation: chosen.name, amount, text: text))
    else { throw options.unexpected }
    if options.json {
      Output.json(.fields(["done": chosen.name.json, "held": held?.json, "says": said.json]))
    } else {
      Output.line(
        options.texts(
          WalletText.tillSpecialDone,
          [
            "operation": words.words(for: chosen.name),
            "amount": held.map { options.texts.price($0) } ?? HumanText.line(said),
          ]))
    }
  }

  private func show(_ menu: [TillOperation]) {
    if options.json { return Output.json(.array(menu.map(\.name.json))) }
    if menu.isEmpty {
      return Output.line(options.texts(WalletText.tillSpecialNone, ["system": HumanText.line(system)]))
    }
    for operation in menu { Output.line(words.line(operation.name)) }
  }

  private var words: OperationWords { OperationWords(texts: options.texts) }
}
