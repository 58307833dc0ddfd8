import CardTrials
import Foundation
import Testing

/// The trials of purse and module, in this process and behind real PC/SC.
@Suite struct TrialTests {
  @Test(arguments: CardTrial.allCases) func inProcess(_ trial: CardTrial) async throws {
    try await trial.run(on: InProcessStand())
  }

  /// pcscd with two virtual slots in a network of its own, our cards in them, our terminals and OpenSC's as clients.
  @Test(.enabled(if: Machine.lacks.isEmpty, Comment(rawValue: Machine.advice)))
  func overRealReaders() throws {
    let run = try Machine.isolated([Machine.folder + "/run.sh", Machine.station()])
    #expect(run.status == 0, "\(run.output)")
    let done = run.output.split(separator: "\n").filter { $0.hasPrefix("done: ") }
    #expect(done.count == CardTrial.allCases.count + 1, "\(run.output)")
  }

  /// The program itself there: a wallet whose card is in a reader, and a shop that has its own module, in its home and then in a
  /// reader, and a reader for customers.
  @Test(.enabled(if: Machine.lacks.isEmpty, Comment(rawValue: Machine.advice)))
  func theProgramUsesReaders() throws {
    let root = URL(filePath: Machine.folder).deletingLastPathComponent().deletingLastPathComponent().path
    let run = try Machine.isolated([
      Machine.folder + "/run.sh", Machine.folder + "/program.sh", Machine.program("semper"), root,
    ])
    #expect(run.status == 0, "\(run.output)")
    #expect(run.output.split(separator: "\n").filter { $0.hasPrefix("done: ") }.count == 5, "\(run.output)")
  }
}
