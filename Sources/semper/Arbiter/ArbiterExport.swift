import ArgumentParser
import Foundation
import SemperCoding
import SemperCommerce
import SemperModel

/// `semper arbiter export ADDRESS --out FILE`.
struct ArbiterExport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the whole log with checkpoint and cosignatures into one file.",
    discussion: "The file is written as it came and checked at once. Check it anywhere: semper arbiter check FILE")

  @OptionGroup var arbiter: ArbiterOptionsGroup
  @Option(help: "The file to write.")
  var out: String
  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    let export = try await arbiter.withClient { try await LogExport.fetched(over: $0) }
    try Data(export.canonicalBytes).write(to: URL(filePath: out), options: .atomic)
    let report = LogCheck.report(on: export, trust: nil)
    if json {
      Output.json(report.json)
    } else {
      Output.line("\(out): \(report.size) entries of \(report.organisation), as of \(report.asOf?.description ?? "?")")
      for fault in report.faults { Output.line("  BAD \(fault)") }
    }
    if !report.ok { throw ArbiterCheck.doesNotHold }
  }
}
