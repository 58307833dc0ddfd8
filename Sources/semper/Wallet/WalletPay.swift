import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperModel
import SemperPayments
import SemperTrustedUI
import SemperWallet

/// `semper wallet pay LINK`: pays a bill of a seller's. Exits 0 when it is paid, 3 when it is not, or not yet.
struct WalletPay: AsyncParsableCommand, SpeakingCommand {
  static let notPaid = ExitCode(3)
  static let configuration = CommandConfiguration(
    commandName: "pay", abstract: "Pay a seller's bill (outside a deal: what comes back for it is evidence only).")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The link to the bill that the seller has given you.")
  var link: String
  @Flag(help: "Do not ask: the bill is agreed to (up to the wallet's limit).")
  var yes = false
  @Option(help: "Pay with this system only, such as ecash or testmoney; else with any that suits both sides.")
  var pay: String?
  @Option(help: "Seconds to wait for the end; the payment goes on with the next command otherwise.")
  var patience: Int64 = 60

  func run() async throws {
    guard (1...86_400).contains(patience) else { throw ValidationError(options.texts(WalletText.errorPatience)) }
    guard let link = try? BillLink(link) else {
      throw WalletError(.notUnderstood, .errorBillLink, ["text": String(self.link.prefix(128))])
    }
    let payment = try await options.withWallet(isAgreed: yes) { wallet in
      try await wallet.pay(try await wallet.find(link), paying: pay, patience: Span(seconds: patience))
    }
    if options.json {
      Output.json(payment.json)
    } else {
      BillReport(texts: options.texts).lines(payment).forEach(Output.line)
    }
    if payment.state != .settled { throw Self.notPaid }
  }
}
