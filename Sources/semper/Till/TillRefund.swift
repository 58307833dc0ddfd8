import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperPayments
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper till refund BILL|DEAL REASON`.
struct TillRefund: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "refund", abstract: "Give some of a paid bill or deal back, or all that is left of it.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }
  @Argument(help: "The bill, by its link or the id at the end of it, or the deal, by its id.")
  var sale: String
  @Argument(help: "Why, in words that the payer is shown.")
  var reason: String
  @Option(help: "How much; else all that is left.")
  var amount: String?

  func run() throws {
    let id = try TypedSale(sale).id
    guard let reason = try? HumanText(self.reason) else {
      throw WalletError(.notUnderstood, .errorText, ["text": String(self.reason.prefix(64))])
    }
    let amount = try self.amount.map { try TypedAmount($0, in: language).money }
    var generator = SystemRandomNumberGenerator()
    let answer = try options.ask(.refund(id, amount, reason, key: Nonce(using: &generator)))
    guard case .refund(let back, let state) = answer else { throw options.unexpected }
    if options.json {
      Output.json(.fields(["amount": back.json, "state": state.json]))
    } else {
      Output.line(options.texts(WalletText.tillRefund, ["amount": options.texts.price(back)]))
    }
  }
}
