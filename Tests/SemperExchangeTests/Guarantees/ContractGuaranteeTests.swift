import SemperExchange
import SemperModel
import SemperTesting
import Testing

/// What `docs/guarantees.md` says of contracts of more than two, from the runs themselves.
@Suite struct ContractGuaranteeTests {
  private static let moments: [(who: String, kind: StatementKind, message: String)] = [
    ("a party", .commitResponder, "commits"), ("a party", .openResponder, "opens"),
    ("the coordinator", .commitOriginator, "commits to it"), ("the coordinator", .openOriginator, "opens to it"),
  ]

  @Test func everyEndOfAContractIsWhatTheRunsCameTo() async throws {
    var rows = [["nobody"] + Array(repeating: try await Self.end(nil), count: 3)]
    for moment in Self.moments {
      for isBefore in [true, false] {
        var row = ["\(moment.who) \(isBefore ? "before" : "after") it \(moment.message)"]
        for number in 0..<3 {
          let who: ContractRun.Silence.Who = moment.who == "a party" ? .party(number) : .coordinator
          row.append(
            try await Self.end(
              ContractRun.Silence(who: who, kind: moment.kind, isBefore: isBefore, number: number)))
        }
        rows.append(row)
      }
    }
    let text = GuaranteePage.table(["silent", "first party", "second", "third"], rows)
    let said = try GuaranteePage.part("contracts", being: text)
    #expect(said == text, "docs/guarantees.md differs from the tests; run make docs and look at the difference")
  }

  private static func end(_ silence: ContractRun.Silence?) async throws -> String {
    var run = try ContractRun(silence)
    try await run.run()
    let allEnded = run.parties.allSatisfy(\.isFinished)
    try #require(allEnded)
    let completed = run.parties.count { $0.outcome == .completed }
    switch run.coordinator.outcome {
    case .concluded(let proofs)?:
      try ContractJudge.requireBinding(run.contract, proofs)
      try #require(completed == run.parties.count)
      return "binds all"
    case .calledOff?:
      try #require(completed == 0)
      return "nobody"
    case .incomplete?: return "nobody; \(completed) parts count"
    case nil: return "it does not end"
    }
  }
}
