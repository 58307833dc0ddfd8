import SemperCoding
import SemperEngine
import SemperExchange
import SemperModel
import SemperTesting
import Testing

/// What the coordinator of a contract has written down once is read for ever (`Tests/Vectors/journals/contract`).
@Suite struct GoldenContractTests {
  private static let folder = GoldenFolder("contract", besides: #filePath, levels: 2)

  /// All sign, one party never answers, and a coordinator that is away while its parties are resolved for.
  private static let silences: [String: ContractRun.Silence?] = [
    "concluded": nil, "calledOff": ContractRun.Silence(who: .party(0), kind: .commitResponder, isBefore: true),
    "incomplete": ContractRun.Silence(who: .coordinator, kind: .commitOriginator, isBefore: true, number: 2),
  ]

  @Test(arguments: ["concluded", "calledOff", "incomplete"])
  func whatWasWrittenOnceIsReadForEver(_ course: String) async throws {
    try await Self.folder.keep(course) {
      var run = try ContractRun(try #require(Self.silences[course]), others: 3)
      try await run.run()
      return try run.recorded(end: Self.words)
    }
    let journal = try Self.folder.journal(course)
    let machine = ContractCoordinator(try [ExchangeSide](json: journal.beginning), at: Stage.start)
    #expect(journal.difference(from: machine, end: Self.words) == nil)
  }

  private static func words(_ machine: ContractCoordinator) -> String {
    machine.outcome.map { String("\($0)".prefix { $0 != "(" }) } ?? "goes on"
  }
}
