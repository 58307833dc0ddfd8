import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperModel
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper till bill AMOUNT FOR`.
struct TillBillCommand: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "bill", abstract: "Make a bill; its link goes to whoever is to pay it, and nobody else.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }
  @Argument(help: "The amount in EUR, such as 50.00.")
  var amount: String
  @Argument(help: "What it is for, in words that the payer is shown.")
  var purpose: String
  @Option(help: "How long it can be paid, such as PT30M or P7D.")
  var within = Span(seconds: 86_400)

  func run() throws {
    let amount = try TypedAmount(self.amount, in: language).money
    guard let title = try? HumanText(purpose) else {
      throw WalletError(.notUnderstood, .errorText, ["text": String(purpose.prefix(64))])
    }
    guard case .bills(let bills) = try options.ask(.bill(amount, title, within: within)), let made = bills.first else {
      throw options.unexpected
    }
    guard !options.json else { return Output.json(made.json) }
    let texts = options.texts
    Output.line(
      texts(
        WalletText.tillBill,
        [
          "amount": texts.price(made.bill.amount), "title": HumanText.line(made.bill.title.text),
          "date": texts.date(made.bill.notAfter),
        ]))
    Output.line(made.link)
  }
}
