import ArgumentParser
import SemperCoding
import SemperModel
import SemperPayments
import SemperTrustedUI
import SemperWallet

/// `semper wallet special SYSTEM [OPERATION [INPUT]]`.
struct WalletSpecial: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "special",
    abstract: "What only one means of payment can do, such as loading a chip card (play money).")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @OptionGroup var wanted: SpecialArguments

  func run() async throws {
    try await options.withWallet { wallet in
      let manager = wallet.payments.manager
      // Refused by name where there is no such purse.
      _ = try wallet.payments.preferences(paying: wanted.system)
      guard let purse = manager.purses.first(where: { $0.scheme.name == wanted.system }) else { return }
      let menu = try manager.specialOperations(of: purse.id)
      guard let chosen = try wanted.chosen(from: menu, by: \.name) else { return show(menu) }
      let said = try await manager.perform(chosen, with: given(for: chosen), on: purse.id)
      let held = try? await manager.balance(of: purse.id).available
      if options.json {
        Output.json(.fields(["done": chosen.name.json, "held": held?.json, "says": said.json]))
      } else {
        let amount = held.map { options.texts.price($0) } ?? HumanText.line(said)
        Output.line(
          options.texts(WalletText.specialDone, ["operation": words.words(for: chosen.name), "amount": amount]))
      }
    }
  }

  private func show(_ menu: [SpecialOperation]) {
    if options.json {
      Output.json(.array(menu.map(\.name.json)))
    } else {
      for operation in menu { Output.line(words.line(operation.name)) }
    }
  }

  private var words: OperationWords { OperationWords(texts: options.texts) }

  private func given(for operation: SpecialOperation) throws -> SpecialInput {
    switch operation.input {
    case .none: .none
    case .amount: .amount(try wanted.amount(in: language))
    case .text: .text(wanted.text)
    }
  }
}
