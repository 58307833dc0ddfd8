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
  @OptionGroup var wanted: SpecialArguments

  func run() throws {
    let system = wanted.system
    guard case .menu(let menu) = try options.ask(.menu(system)) else { throw options.unexpected }
    guard let chosen = try wanted.chosen(from: menu, by: \.name) else { return show(menu) }
    let amount = chosen.input == .amount ? try wanted.amount(in: language) : nil
    let text = chosen.input == .text ? wanted.text : nil
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
      return Output.line(options.texts(WalletText.tillSpecialNone, ["system": HumanText.line(wanted.system)]))
    }
    for operation in menu { Output.line(words.line(operation.name)) }
  }

  private var words: OperationWords { OperationWords(texts: options.texts) }
}
