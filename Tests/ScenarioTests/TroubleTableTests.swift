import Foundation
import SemperTesting
import Testing

/// The table of troubles is whole, says nothing unfair, and is what the runs come to.
///
/// `make troubles` plays all of it and writes the table; each trouble is played in a cell in `make test` and must come to what the
/// table says (`ExchangeTests/endsFairly`, `ExchangeTests/settles`, `TransferTests/endsWell`).
@Suite(.serialized) struct TroubleTableTests {
  @Test("every trouble that a cell knows has its place, and no other", arguments: TroubleTable.cells)
  func isWhole(_ cell: String) throws {
    let table = try TroubleTable.stored()
    let known = try TroubleTable.known(in: cell)
    #expect(!known.isEmpty)
    for trouble in table.troubles {
      #expect(table.outcomes(trouble, in: cell).isEmpty != known.contains(trouble), "\(trouble) in \(cell)")
    }
    #expect(Set(known).isSubset(of: table.troubles))
  }

  /// So that no row is only looked at: what a run comes to is held against the table there.
  @Test("each trouble of the table is played in every run of the tests")
  func isPlayed() throws {
    let played = Set(ExchangeTests.troubles.map(\.trouble) + TransferTests.troubles.map(\.trouble) + ["arbiter-gone"])
    #expect(played == Set(try TroubleTable.stored().troubles))
  }

  @Test(
    "every trouble in every cell ends fairly",
    .enabled(if: ProcessInfo.processInfo.environment["SEMPER_TROUBLES"] != nil))
  func playsAll() throws {
    var table = TroubleTable()
    for _ in 0..<(Int(ProcessInfo.processInfo.environment["SEMPER_TROUBLES"] ?? "") ?? 1) {
      for cell in TroubleTable.cells {
        for trouble in try TroubleTable.known(in: cell) {
          table.note(try Self.play(trouble, in: cell), of: trouble, in: cell)
        }
      }
    }
    let said = try GuaranteePage.part(TroubleTable.part, being: table.text)
    #expect(
      said == table.text, "docs/guarantees.md differs from the runs; run make troubles and look at the difference")
  }

  /// Where both have locked money and the arbiter is gone, nothing ends, and the program says so.
  private static func play(_ trouble: String, in cell: String) throws -> String {
    let folder = DemoFolder()
    let run = try SemperProgram.run(["exchange", "run", cell, "--fail", trouble, "--json", "--dir", folder.path])
    let result = try run.object()
    let outcome = try #require(result["outcome"] as? String, "\(trouble) in \(cell): \(run.output) \(run.errors)")
    #expect((result["fair"] as? Bool == true) == (outcome != "open"), "\(trouble) in \(cell): \(run.output)")
    #expect(run.status == (outcome == "open" ? 1 : 0))
    try ExchangeTests.verify(result)
    return outcome
  }
}
