import ArgumentParser
import Foundation
import SemperCoding
import SemperTerms

/// `semper service graph FILE`.
struct ServiceGraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "Draw terms as SVG: the lanes of both sides, and what each may lose in each state.")

  @OptionGroup var options: ServiceOptions
  @Option(name: [.short, .long], help: "Where the picture goes; by default to standard output.")
  var output: String?

  func run() throws {
    let file = try options.read()
    let svg: String
    do { svg = try TermsDiagram(file.authored.json).svg } catch {
      throw ServiceComplaint.ended(error, in: file)
    }
    guard let output else { return Output.line(svg) }
    try Data(svg.utf8).write(to: URL(fileURLWithPath: output))
    Output.line("\(output) is drawn; open it in a browser.")
  }
}
