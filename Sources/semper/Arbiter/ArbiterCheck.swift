import ArgumentParser
import Foundation
import SemperCoding
import SemperCommerce
import SemperModel
import SemperTrustedUI

/// `semper arbiter check FILE`: judges an exported log offline. Exits 0 only if everything holds.
struct ArbiterCheck: SpeakingCommand {
  static let doesNotHold = ExitCode(1)
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check an exported log offline: signatures, chain, root, witnesses, decisions.",
    discussion: "Exits 0 when everything holds and 1 when something does not.")

  @Argument(help: "The exported log.")
  var file: String
  @OptionGroup var options: ArbiterTrustOptions
  @Flag(help: "Print one JSON object on standard output.")
  var json = false
  var language: Language { options.speech.language }

  func run() throws {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw ValidationError("\(file) cannot be read")
    }
    let export: LogExport
    do {
      export = try LogExport(canonicalBytes: Array(data), limits: LogExport.limits)
    } catch {
      throw ValidationError("\(file) is not an exported log: \(error)")
    }
    let report = LogCheck.report(on: export, trust: try options.list())
    if json { Output.json(report.json) } else { LogReportText(options: options).lines(report).forEach(Output.line) }
    if !report.ok { throw Self.doesNotHold }
  }
}
