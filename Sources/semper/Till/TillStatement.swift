import ArgumentParser
import SemperCoding
import SemperModel
import SemperServers
import SemperTrustedUI
import SemperWallet

/// `semper till statement SYSTEM`.
struct TillStatement: ParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "statement", abstract: "What has moved on the shop's account of a payment system, oldest first.")

  @OptionGroup var options: TillOptions
  var language: Language { options.language }
  @Argument(help: "The payment system, such as ecash or testmoney.")
  var system: String
  @OptionGroup var times: StatementTimes

  func run() throws {
    guard case .statement(let lines) = try options.ask(.statement(system, from: times.from, until: times.until)) else {
      throw options.unexpected
    }
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
