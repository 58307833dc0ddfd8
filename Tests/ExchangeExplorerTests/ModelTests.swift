import ExchangeExplorer
import Foundation
import SemperExchange
import Testing

/// The code against the tables that an independent, abstract model of FX4 printed (`Tests/Vectors/exchange`).
///
/// A debug build explores the fair pairs in `shown` only; SEMPER_EXHAUSTIVE=1 and `make explore` explore all of them.
@Suite struct ModelTests {
  struct Cell: Sendable, CustomTestStringConvertible {
    let setting: Setting
    let isFair: Bool
    var testDescription: String { setting.title + (isFair ? " is fair" : " is not fair") }
  }

  private static let shown = ["Sb for L", "L for Sb", "D1 for Lu", "Sb for D1 via the arbiter"]

  /// Both tables: for each class of the originator's a row, with a column for each of the responder's.
  static let cells: [Cell] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Vectors/exchange/fx-model.txt")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    var (mode, columns, cells) = (OpeningMode.direct, [ItemClass](), [Cell]())
    for line in text.split(separator: "\n") {
      if line.hasPrefix("via arbiter") { mode = .viaArbiter }
      let words = line.split(separator: " ").map(String.init)
      if columns.isEmpty { columns = words.compactMap(ItemClass.init) }
      guard words.count == columns.count + 1, let row = words.first.flatMap(ItemClass.init) else { continue }
      for (column, word) in zip(columns, words.dropFirst()) where ["fair", "O!", "R!"].contains(word) {
        cells.append(Cell(setting: Setting([row], for: [column], mode: mode), isFair: word == "fair"))
      }
    }
    return cells
  }()

  static let tried = cells.filter { cell in
    !cell.isFair || ProcessInfo.processInfo.environment["SEMPER_EXHAUSTIVE"] == "1"
      || shown.contains(cell.setting.title)
  }

  @Test func bothTablesHaveBeenRead() {
    #expect(Self.cells.count == 72)
    #expect(Self.cells.count { !$0.isFair } == 9)
    #expect(Self.shown.allSatisfy { title in Self.tried.contains { $0.setting.title == title && $0.isFair } })
  }

  /// What the model calls fair has no violation in the code, and what it calls unfair no honest party enters.
  @Test(arguments: tried) func theCodeAgrees(_ cell: Cell) async throws {
    let exploration = try await Exploration.run(cell.setting)
    #expect(exploration.bounds.isEmpty)
    switch exploration.verdict {
    case .fair: #expect(cell.isFair)
    case .refused: #expect(!cell.isFair)
    case .unfair(let violation): Issue.record("\(violation.property): \(violation.story)")
    }
  }

  /// Effectiveness: when nothing goes wrong both complete, and nobody troubles the arbiter.
  @Test(arguments: cells.filter { $0.isFair && $0.setting.mode == .direct }) func goesThrough(_ cell: Cell) async throws
  {
    var setting = cell.setting
    setting.weather = .fair
    let finding = try await Search.run(setting)
    #expect(finding.violation == nil)
    #expect(finding.ends == ["originator completed, responder completed"])
    #expect(!finding.asksArbiter)
  }

  /// The exploration can see that something is wrong: without an assumption that FX4 needs there is a violation.
  @Test(arguments: [
    "Sb for Sb forgetful-journal", "Sb for L expiring-locks", "Sb for Sb early-opening",
  ])
  func anAssumptionThatIsBrokenIsNoticed(_ words: String) async throws {
    let exploration = try await Exploration.run(#require(Setting(words: words)))
    guard case .unfair(let violation) = exploration.verdict else {
      Issue.record("nothing was noticed")
      return
    }
    #expect(!violation.story.isEmpty)
  }
}
