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
  @Argument(help: "The amount in EUR, such as 50.00; with --each the most that is paid.")
  var amount: String
  @Argument(help: "What it is for, in words that the payer is shown.")
  var purpose: String
  @Option(help: "How long it can be paid, such as PT30M or P7D.")
  var within = Span(seconds: 86_400)

  @Option(help: "Paid as a meter runs: so much for each span that has begun, such as 0.10 (chip cards only).")
  var each: String?
  @Option(help: "With --each: the span, such as PT1M.")
  var every = Span(seconds: 60)

  func run() throws {
    let amount = try TypedAmount(self.amount, in: language).money
    guard let title = try? HumanText(purpose) else {
      throw WalletError(.notUnderstood, .errorText, ["text": String(purpose.prefix(64))])
    }
    guard case .bills(let bills) = try options.ask(.bill(amount, title, within: within, meter: meter(amount))),
      let made = bills.first
    else { throw options.unexpected }
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

  private func meter(_ most: Money) throws -> BillMeter? {
    guard let each else { return nil }
    let price = try TypedAmount(each, in: language).money
    guard price.minorUnits <= most.minorUnits, let meter = try? BillMeter(price: price, every: every) else {
      throw WalletError(.notUnderstood, .errorMeter, ["price": options.texts.price(price), "every": "\(every)"])
    }
    return meter
  }
}
