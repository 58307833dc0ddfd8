import SemperCoding
import SemperCommerce
import SemperEngine
import SemperModel
import SemperTerms
import SemperTesting
import Testing

/// What both sides of a deal have written down once is read for ever (`Tests/Vectors/journals/deal`).
@Suite struct GoldenDealTests {
  private static let folder = GoldenFolder("deal", besides: #filePath, levels: 1)

  private static let troubles: [String: Trouble] = [
    "done": Trouble(), "bad-goods": Trouble(badGoods: true), "resolved": Trouble(lostToSeller: [.openResponder]),
    "cannot-pay": Trouble(funds: 1_199), "turned-down": Trouble(turnedDown: [.order]),
  ]

  @Test(arguments: ["done", "bad-goods", "resolved", "cannot-pay", "turned-down"])
  func whatWasWrittenOnceIsReadForEver(_ course: String) async throws {
    for side in DealSide.allCases {
      let name = "\(side.rawValue)-\(course)"
      try await Self.folder.keep(name) {
        let end = try await DealEnd.law(try await Fair(), #require(Self.troubles[course])).uncrashed()
        return try GoldenJournal(
          of: DealMachine(), made: .fields([:]), entries: end.journals[side] ?? [], end: Self.words)
      }
      #expect(try Self.folder.journal(name).difference(from: DealMachine(), end: Self.words) == nil)
    }
  }

  private static func words(_ machine: DealMachine) -> String { machine.end ?? "goes on" }
}
