import ArgumentParser
import SemperCoding
import SemperModel
import SemperTerms
import SemperTermsYAML

/// `semper service check FILE`.
struct ServiceCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Prove what terms of business can do to those who deal under them.",
    discussion: """
      Prints each finding with its place, what could happen to whom, and what to do; then what each side may lose in each state.
      Exits with 1 if a finding is an error, and with 2 if the file cannot be read as terms.
      """)

  static let hasErrors = ExitCode(1)

  @OptionGroup var options: ServiceOptions
  @Flag(help: "Print one JSON object on standard output: the report, the same bytes for the same terms.")
  var json = false
  @Option(help: "The version before, whose buyers must not be surprised.")
  var previous: String?

  func run() throws {
    let file = try options.read()
    let before = try previous.map { try ServiceOptions.read($0, options.services) }
    let report: TermsReport
    do { report = try TermsChecker.report(on: file.authored.json, after: before?.authored.json) } catch {
      Output.complaint("\(file.fault(error))")
      throw ServiceFile.unreadable
    }
    if json { Output.json(report.json) } else { tell(report, file) }
    if report.worst == .error { throw Self.hasErrors }
  }

  private func tell(_ report: TermsReport, _ file: ServiceFile) {
    for finding in report.findings.map(file.authored.located) {
      Output.line(
        "\(file.place(of: finding.place)): \(finding.severity.rawValue) \(finding.check.rawValue): \(finding.message)")
      Output.line("    \(finding.fix)")
    }
    if !report.exposure.isEmpty {
      Output.line(Self.row("state", "buyer may lose", "seller may lose"))
      for row in report.exposure { Output.line(Self.row(row.state, Self.words(row.buyer), Self.words(row.seller))) }
    }
    let longest = report.longest.map { "a deal takes \(Self.days($0)) at the most" } ?? "a deal may have no end"
    let counts = Finding.Severity.allCases.reversed().map { severity in
      let count = report.findings.filter { $0.severity == severity }.count
      return "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }
    Output.line(
      "\(report.service) \(report.version): \(counts.joined(separator: ", ")); \(longest); \(report.situations) situations looked at"
    )
  }

  private static func row(_ state: String, _ buyer: String, _ seller: String) -> String {
    func padded(_ text: String, _ width: Int, before: Bool) -> String {
      let space = String(repeating: " ", count: max(0, width - text.count))
      return before ? space + text : text + space
    }
    return "  " + padded(state, 28, before: false) + padded(buyer, 18, before: true) + padded(seller, 18, before: true)
  }

  private static func words(_ money: Money) -> String {
    money.minorUnits == 0 ? "–" : "\(money.decimal) \(money.currency)"
  }

  private static func days(_ span: Span) -> String {
    let days = (span.seconds + 86_399) / 86_400
    return span.seconds > 2 * 86_400 ? "\(days) days" : span.description
  }
}
