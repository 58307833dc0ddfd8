import ArgumentParser
import SemperCoding
import SemperExchange

/// `semper exchange list`.
struct ExchangeListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Name the cells, with who opens first, how, and how fair that is.")

  @Flag(help: "Print one JSON array on standard output.")
  var json = false

  func run() {
    guard json else {
      for cell in FigureCell.allCases { Output.line(Self.line(cell)) }
      return
    }
    Output.json(.array(FigureCell.allCases.map(Self.object)))
  }

  private static func object(_ cell: FigureCell) -> JSON {
    let plan = cell.plan
    let (originator, responder) = sides(cell)
    return .fields([
      "cell": cell.rawValue.json, "level": plan.level.json, "mode": mode(cell).json,
      "originator": originator.json, "responder": responder.json, "sentence": cell.sentence.json,
    ])
  }

  private static func line(_ cell: FigureCell) -> String {
    let name = cell.rawValue + String(repeating: " ", count: max(1, 32 - cell.rawValue.count))
    return "\(name)\(cell.sentence)\n\(String(repeating: " ", count: 32))\(cell.plan.explanation)"
  }

  static func mode(_ cell: FigureCell) -> String {
    switch cell.plan.level {
    case .strong, .strongWithWindow, .compensated: cell.plan.mode.rawValue
    case .incremental: "incremental"
    case .evidence: "transfer"
    }
  }

  private static func sides(_ cell: FigureCell) -> (originator: [ItemClass], responder: [ItemClass]) {
    cell.plan.proposerIsOriginator ? (cell.proposer, cell.invited) : (cell.invited, cell.proposer)
  }
}
