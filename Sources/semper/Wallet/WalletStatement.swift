import ArgumentParser
import SemperCoding
import SemperEngine
import SemperModel
import SemperPayments
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
      let manager = wallet.payments.manager
      // Refused by name where there is no such purse.
      _ = try wallet.payments.preferences(paying: system)
      guard let purse = manager.purses.first(where: { $0.scheme.name == system }) else { return }
      let lines = try await manager.statement(
        of: purse.id, from: times.from ?? Timestamp(seconds: 0), until: times.until ?? SystemTime().now())
      if options.json {
        Output.json(
          .array(
            lines.map {
              MovementLine.json($0.time, Money(minorUnits: $0.units, purse.currency), $0.purpose, $0.operation)
            }))
      } else {
        text(lines, purse.currency).forEach(Output.line)
      }
    }
  }

  private func text(_ lines: [StatementLine], _ currency: Currency) -> [String] {
    let texts = options.texts
    guard !lines.isEmpty else { return [texts(WalletText.statementNone)] }
    let report = MovementLine(texts: texts)
    return lines.map { report.text($0.time, Money(minorUnits: $0.units, currency), $0.purpose) }
  }
}
