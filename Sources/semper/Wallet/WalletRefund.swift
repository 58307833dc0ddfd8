import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet refund [BILL]`.
struct WalletRefund: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "refund", abstract: "Take what sellers give back of paid bills, and go on with open payments.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "One bill, by its link or the id at the end of it; else all.")
  var bill: String?
  @Option(help: "Seconds to wait for the ends of what has begun.")
  var patience: Int64 = 60

  func run() async throws {
    guard (1...86_400).contains(patience) else { throw ValidationError(options.texts(WalletText.errorPatience)) }
    let id = try bill.map { text in
      guard let id = (try? BillLink(text))?.bill ?? (try? ID<Bill>(text: text)) else {
        throw WalletError(.notUnderstood, .errorBillLink, ["text": String(text.prefix(128))])
      }
      return id
    }
    let payments = try await options.withWallet { wallet in
      try await wallet.takeRefunds(of: id, patience: Span(seconds: patience))
    }
    if options.json {
      Output.json(.array(payments.map(\.json)))
    } else if payments.isEmpty {
      Output.line(options.texts(WalletText.billNone))
    } else {
      payments.flatMap(BillReport(texts: options.texts).lines).forEach(Output.line)
    }
  }
}
