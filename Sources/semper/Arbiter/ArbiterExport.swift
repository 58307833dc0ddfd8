import ArgumentParser
import Foundation
import SemperCoding
import SemperCommerce
import SemperModel
import SemperTrustedUI

/// `semper arbiter export ADDRESS --out FILE`.
struct ArbiterExport: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the whole log with checkpoint and cosignatures into one file.",
    discussion: """
      The file is written as it came and checked at once; with --trust, nothing is written of an arbiter that is not certified. \
      Check it anywhere: semper arbiter check FILE
      """)

  @OptionGroup var arbiter: ArbiterOptionsGroup
  @OptionGroup var options: ArbiterTrustOptions
  @Option(help: "The file to write.")
  var out: String
  @Flag(help: "Print one JSON object on standard output.")
  var json = false
  var language: Language { options.speech.language }

  func run() async throws {
    let trust = try options.list()
    let export = try await arbiter.withClient { client in
      _ = try await options.identity(over: client)
      return try await LogExport.fetched(over: client)
    }
    try Data(export.canonicalBytes).write(to: URL(filePath: out), options: .atomic)
    let report = LogCheck.report(on: export, trust: trust)
    if json {
      Output.json(report.json)
    } else {
      Output.line(options.texts(ArbiterText.logWritten, ["file": out]))
      LogReportText(options: options).lines(report).forEach(Output.line)
    }
    if !report.ok { throw ArbiterCheck.doesNotHold }
  }
}
