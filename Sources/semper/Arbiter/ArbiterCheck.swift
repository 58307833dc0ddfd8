import ArgumentParser
import Foundation
import SemperCoding
import SemperCommerce
import SemperModel

/// `semper arbiter check FILE`: judges an exported log offline. Exits 0 only if everything holds.
struct ArbiterCheck: ParsableCommand {
  static let doesNotHold = ExitCode(1)
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check an exported log offline: signatures, chain, root, witnesses, decisions.",
    discussion: "Exits 0 when everything holds and 1 when something does not.")

  @Argument(help: "The exported log.")
  var file: String
  @Option(help: "A trust list; with it, the arbiter must be certified by an authority in it.")
  var trust: String?
  @Flag(help: "Print one JSON object on standard output.")
  var json = false

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
    let report = LogCheck.report(on: export, trust: try trust.map(TrustFile.read))
    if json { Output.json(report.json) } else { Self.lines(report).forEach(Output.line) }
    if !report.ok { throw Self.doesNotHold }
  }

  static func lines(_ report: LogReport) -> [String] {
    var lines = [
      "The log of \(report.organisation)\(report.isAnchored ? "" : " (on its own word; give --trust to have it certified)")",
      "  \(report.size) entries as of \(report.asOf?.description ?? "an unknown time")",
    ]
    lines += report.verdicts.sorted { $0.key < $1.key }.map { "  \($0.value) \($0.key)" }
    lines += report.witnesses.sorted { $0.key < $1.key }.map { "  the witness \($0.key) has seen \($0.value) entries" }
    if report.witnesses.isEmpty { lines.append("  no witness has seen it") }
    return lines + (report.ok ? ["Everything holds."] : report.faults.map { "BAD \($0)" })
  }
}
