import ArgumentParser
import SemperCoding
import SemperExchange
import SemperTrustedUI

/// `semper exchange list`.
struct ExchangeListCommand: SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Name the cells, with who opens first, how, and how fair that is.")

  @OptionGroup var speech: LanguageOptions
  var language: Language { speech.language }
  @Flag(help: "Print one JSON array on standard output.")
  var json = false

  func run() throws {
    let cells = try FigureCell.allCases.map { try CellSetup($0) }
    guard json else {
      for cell in cells { Output.line(line(cell)) }
      return
    }
    Output.json(.array(cells.map(Self.object)))
  }

  private static func object(_ cell: CellSetup) -> JSON {
    func classes(_ role: ExchangeRole) -> [ItemClass] { cell.items(of: role).map(\.itemClass) }
    return .fields([
      "cell": cell.name.json, "level": cell.plan.level.json, "mode": cell.mode.json,
      "originator": classes(.originator).json, "responder": classes(.responder).json,
      "sentence": cell.sentence(CommandTexts.of(.english)).json,
    ])
  }

  private func line(_ cell: CellSetup) -> String {
    let texts = CommandTexts.of(language)
    let indent = String(repeating: " ", count: 32)
    let name = cell.name + indent.dropFirst(min(31, cell.name.count))
    return "\(name)\(cell.sentence(texts))\n\(indent)\(cell.explanation(texts))"
  }
}
