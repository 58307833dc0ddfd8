import Foundation
import SemperExchange
import SemperTesting
import Testing

/// `docs/guarantees.md` has what these tests saw: every cell, every end of every case that was really played, every pair
/// of item classes. `make docs` writes it; then the difference shows what changed.
@Suite(.serialized) struct GuaranteeRegistryTests {
  @Test func everyCellIsThereAsThePlannerHasIt() throws {
    let head = [
      "Cell", "Originator gives", "Responder gives", "Level", "Mode", "Assumes besides the network", "Tests",
    ]
    try check("cells", GuaranteePage.table(head, FigureCell.allCases.map { Guarantee(cell: $0).columns }))
  }

  /// A test that is renamed, removed or disabled no longer stands for a cell.
  @Test(arguments: FigureCell.allCases) func theNamedTestsAreThere(_ cell: FigureCell) throws {
    for name in Guarantee(cell: cell).witnesses {
      let text = try #require(try name.file(), "\(name) is no test")
      guard cell.plan.level.isExchange else { continue }
      #expect(
        text.contains("CellCase.all") || text.contains("\"\(cell.rawValue)\""), "\(name) does not play \(cell.rawValue)"
      )
    }
    #expect(!cell.plan.level.isExchange || CellCase.all.contains { $0.cell == cell }, "nothing plays \(cell.rawValue)")
  }

  @Test(arguments: [("CellTests", "goesAway"), ("NoTests", "goesThrough"), ("FigureCellTests", "proposal")])
  func aTestThatIsNotThereIsMissed(_ suite: String, _ function: String) throws {
    #expect(try TestName(suite, function).file() == nil)
  }

  /// Who holds what in the end, from the runs themselves; nothing unfair is written down.
  @Test func everyEndIsWhatTheRunsCameTo() async throws {
    var rows = [[String]]()
    for row in CellCase.all { rows.append([Self.words(row)] + (try await Self.ends(of: row))) }
    try check("ends", GuaranteePage.table(["Exchange"] + CellTrouble.allCases.map(Self.words), rows))
  }

  /// What a sender knows and a recipient holds in the end, from the runs themselves.
  @Test func everyEndOfATransferIsWhatTheRunsCameTo() async throws {
    var rows = [[String]]()
    for form in TransferForm.all {
      var row = [form.words]
      for trouble in TransferWorld.Trouble.all { row.append(try await form.end(trouble).words) }
      rows.append(row)
    }
    try check("transfers", GuaranteePage.table(["Transfer"] + TransferWorld.Trouble.all.map(\.name), rows))
  }

  /// Every attribute with the attack that its test plays, and with what the planner refuses below it.
  @Test func everyAttributeDoesSomething() throws {
    let head = ["Attribute", "Who enforces it", "What goes through without it", "No plan below it", "Test"]
    for guarantee in AttributeGuarantee.all {
      #expect(try guarantee.attack() != nil, "\(guarantee.test) plays no attack with and without it")
      for type in guarantee.enforcers {
        #expect(try Self.isDeclared(type), "\(type) is no type of the exchange layer")
      }
    }
    try check("attributes", GuaranteePage.table(head, AttributeGuarantee.all.map { try $0.columns() }))
  }

  private static func isDeclared(_ type: String) throws -> Bool {
    let folder = GuaranteePage.root.appending(path: "Sources/SemperExchange")
    for case let url as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) ?? .init()
    where url.lastPathComponent == "\(type).swift" {
      return try String(contentsOf: url, encoding: .utf8).contains(" \(type)")
    }
    return false
  }

  @Test func everyPairOfClassesIsThere() throws {
    let rows = ItemClass.allCases.map { proposer in
      ["**\(proposer.rawValue)**"] + ItemClass.allCases.map { Self.words(ClassPair(proposer, for: $0)) }
    }
    try check("pairs", GuaranteePage.table(["proposes \\ is asked"] + ItemClass.allCases.map(\.rawValue), rows))
  }

  private func check(_ part: String, _ text: String) throws {
    let said = try GuaranteePage.part(part, being: text)
    #expect(said == text, "docs/guarantees.md differs from the tests; run make docs and look at the difference")
  }

  private static func ends(of row: CellCase) async throws -> [String] {
    var words = [String]()
    for trouble in CellTrouble.allCases {
      let run = try await EndedRuns.shared.run(row, trouble)
      try #require(try await run.unfairness() == nil)
      let isOther =
        trouble.hasBadContent
        && !run.proposal.items(of: trouble.cheat ?? .originator).contains { $0.description.content != nil }
      words.append(isOther ? "·" : try await RunEnd(run).words)
    }
    return words
  }

  private static func words(_ row: CellCase) -> String {
    func words(_ wares: [Ware]) -> String { wares.map(Self.words).joined(separator: " and ") }
    return "`\(row.cell.rawValue)`: \(words(row.proposer)) for \(words(row.invited))"
  }

  private static func words(_ ware: Ware) -> String {
    switch ware {
    case .receipt, .certificate, .credential, .money, .mail, .bond: ware.rawValue
    case .more: "more money"
    case .reversible: "reversible money"
    case .small: "small data"
    case .large: "data"
    }
  }

  private static func words(_ trouble: CellTrouble) -> String {
    switch trouble {
    case .none: "nothing"
    case .originatorSilentAfterM1: "O silent after M1"
    case .responderSilentAfterM2: "R silent after M2"
    case .originatorSilentAfterM2: "O silent after M2"
    case .badContentByOriginator: "bad content of O"
    case .badContentByResponder: "bad content of R"
    case .badEscrowByOriginator: "bad escrow of O"
    case .badEscrowByResponder: "bad escrow of R"
    }
  }

  private static func words(_ pair: ClassPair?) -> String {
    guard let pair else { return "–" }
    guard pair.plan.level.isExchange else { return pair.plan.level.rawValue }
    return pair.plan.level.rawValue + (pair.plan.mode == .viaArbiter ? "ᵃ" : "")
      + (pair.plan.proposerIsOriginator ? "" : " ↔")
  }
}
