import ArgumentParser
import SemperCoding
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet statement`.
struct WalletStatement: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "statement", abstract: "What has moved on the account of a means of payment, oldest first.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The payment system, such as ecash or testmoney.")
  var system: String
  @OptionGroup var times: StatementTimes

  func run() async throws {
    try await options.withWallet { wallet in
      let lines = try await wallet.statement(of: system, from: times.from, until: times.until)
      guard !options.json else {
        return Output.json(
          .array(lines.map { MovementLine.json($0.time, $0.amount, $0.purpose, $0.operation, $0.payments) }))
      }
      let texts = options.texts
      if lines.isEmpty { return Output.line(texts(WalletText.statementNone)) }
      let report = MovementLine(texts: texts)
      for line in lines { Output.line(report.text(line.time, line.amount, line.purpose, line.payments)) }
    }
  }
}
