import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet refund [BILL]`.
struct WalletRefund: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "refund", abstract: "Take what sellers give back of bills and deals, and go on with open payments.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "One bill, by its link or the id at the end of it, or one deal, by its id; else all.")
  var sale: String?
  @Option(help: "Seconds to wait for the ends of what has begun.")
  var patience: Int64 = 60

  func run() async throws {
    guard (1...86_400).contains(patience) else { throw ValidationError(options.texts(WalletText.errorPatience)) }
    let id = try sale.map(TypedSale.init)?.id
    let taken = try await options.withWallet { wallet in
      try await wallet.takeRefunds(of: id, patience: Span(seconds: patience))
    }
    if options.json {
      Output.json(taken.json)
    } else if taken.bills.isEmpty, taken.deals.isEmpty {
      Output.line(options.texts(WalletText.billNone))
    } else {
      let report = BillReport(texts: options.texts)
      (taken.bills.flatMap(report.lines) + taken.deals.map(report.line)).forEach(Output.line)
    }
  }
}
