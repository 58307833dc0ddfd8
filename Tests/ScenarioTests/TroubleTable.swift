import Foundation
import SemperTesting
import Testing

/// What each exchange and transfer between processes came to under each trouble: a part of `docs/guarantees.md`.
struct TroubleTable {
  static let part = "troubles"
  static let cells = ["payment", "certificate-transfer", "information-transfer"] + ExchangeTests.cells
  /// A cell that does not know a trouble.
  static let none = "·"

  /// The outcomes by trouble and cell.
  private(set) var outcomes: [String: [String: Set<String>]] = [:]
  /// In the order of the program's lists.
  private(set) var troubles: [String] = []

  /// What is there to be played, as `--fail list` of each cell says.
  static func known(in cell: String) throws -> [String] {
    let run = try SemperProgram.run(["exchange", "run", cell, "--fail", "list"])
    return run.output.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  init() {}

  /// What the page holds now.
  static func stored() throws -> TroubleTable {
    TroubleTable(page: try #require(try GuaranteePage.part(part)))
  }

  /// As the page has it.
  init(page text: String) {
    for line in text.split(separator: "\n").dropFirst(2) {
      let columns = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard let trouble = columns.first?.trimmingCharacters(in: ["`"]) else { continue }
      troubles.append(trouble)
      for (cell, words) in zip(Self.cells, columns.dropFirst()) where words != Self.none {
        outcomes[trouble, default: [:]][cell] = Set(words.components(separatedBy: " or "))
      }
    }
  }

  func outcomes(_ trouble: String, in cell: String) -> Set<String> { outcomes[trouble]?[cell] ?? [] }

  mutating func note(_ outcome: String, of trouble: String, in cell: String) {
    if !troubles.contains(trouble) { troubles.append(trouble) }
    outcomes[trouble, default: [:]][cell, default: []].insert(outcome)
  }

  var text: String {
    GuaranteePage.table(
      ["trouble"] + Self.cells.map { "`\($0)`" },
      troubles.map { trouble in
        ["`\(trouble)`"]
          + Self.cells.map { cell in
            let found = outcomes(trouble, in: cell).sorted().joined(separator: " or ")
            return found.isEmpty ? Self.none : found
          }
      })
  }
}
