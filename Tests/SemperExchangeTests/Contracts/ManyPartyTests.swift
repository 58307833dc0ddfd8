import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import Testing

/// Four sign one contract, and each of them goes silent at each step.
@Suite struct ManyPartyTests {
  private static let kinds: [StatementKind] = [.commitOriginator, .openOriginator]

  static let silences: [ContractRun.Silence] =
    (0..<3).flatMap { number in
      [StatementKind.commitResponder, .openResponder].flatMap { kind in
        [true, false].map { ContractRun.Silence(who: .party(number), kind: kind, isBefore: $0) }
      }
    }
    + (0..<3).flatMap { number in
      kinds.flatMap { kind in
        [true, false].map { ContractRun.Silence(who: .coordinator, kind: kind, isBefore: $0, number: number) }
      }
    }

  @Test func allSign() async throws {
    var run = try ContractRun()
    try await run.run()
    guard case .concluded(let proofs)? = run.coordinator.outcome else {
      Issue.record("\(String(describing: run.coordinator.outcome))")
      return
    }
    #expect(run.parties.allSatisfy { $0.outcome == .completed })
    try ContractJudge.requireBinding(run.contract, proofs)
    #expect(run.resolutions.isEmpty, "the arbiter was idle")
    // Without one of them nobody is bound, and the judge says who is missing.
    for index in proofs.indices {
      let fewer = proofs.enumerated().filter { $0.offset != index }.map(\.element)
      let refusal = #expect(throws: Refusal.self) { try ContractJudge.requireBinding(run.contract, fewer) }
      #expect(refusal?.detail.contains(run.contract.parties[index].description) == true)
      #expect(throws: Refusal.self) { try ContractJudge.requireBinding(run.contract, fewer + [fewer[0]]) }
    }
    #expect(try run.restored() == run.coordinator)
  }

  /// With a coordinator that is there it is all or nobody, whoever is silent when, and everybody ends. One that is away for
  /// longer than its parties wait finds that some have been resolved for, which binds nobody.
  @Test(arguments: silences) func oneIsSilent(_ silence: ContractRun.Silence) async throws {
    var run = try ContractRun(silence)
    try await run.run()
    #expect(run.parties.allSatisfy(\.isFinished) && run.coordinator.isFinished)
    switch run.coordinator.outcome {
    case .concluded(let proofs):
      try ContractJudge.requireBinding(run.contract, proofs)
      #expect(run.parties.allSatisfy { $0.outcome == .completed })
    case .calledOff:
      #expect(run.thirds.isEmpty && run.fourths.isEmpty && run.resolutions.isEmpty, "no part has got out")
      #expect(run.parties.allSatisfy { $0.outcome != .completed })
    case .incomplete(let missing):
      #expect(silence.who == .coordinator && silence.kind == .commitOriginator && !missing.isEmpty)
      let known = run.records.compactMap { number, record in
        run.resolutions[number].map { ContractProof(record: record, title: .resolved($0)) }
      }
      #expect(!known.isEmpty)
      #expect(throws: Refusal.self) { try ContractJudge.requireBinding(run.contract, known) }
    case nil: Issue.record("it does not end")
    }
    #expect(try run.restored() == run.coordinator)
  }

  @Test func whoIsSilentBeforeCommittingStopsItForAll() async throws {
    for number in 0..<3 {
      var run = try ContractRun(.init(who: .party(number), kind: .commitResponder, isBefore: true))
      try await run.run()
      #expect(run.coordinator.outcome == .calledOff)
    }
    var run = try ContractRun(.init(who: .party(1), kind: .openResponder, isBefore: true))
    try await run.run()
    guard case .concluded? = run.coordinator.outcome else {
      Issue.record("once all have committed, one that is silent stops nothing")
      return
    }
    #expect(!run.resolutions.isEmpty)
  }

  /// A proof is about one contract, one party, one arbiter, and openings that fit.
  @Test func proofsOfSomethingElseDoNotCount() async throws {
    var (one, other) = (try ContractRun(), try ContractRun())
    try await one.run()
    try await other.run()
    guard case .concluded(let mine)? = one.coordinator.outcome,
      case .concluded(let theirs)? = other.coordinator.outcome,
      case .opened(let third, let fourth) = mine[0].title, case .opened(let alien, _) = mine[1].title
    else {
      Issue.record("both are concluded")
      return
    }
    let stranger = try ManyPartyContract(
      document: "Something else.".documentDigest, coordinator: one.contract.coordinator,
      parties: one.contract.parties, arbiter: one.contract.arbiter)
    #expect(throws: Refusal.self) { try ContractJudge.requireBinding(stranger, mine) }
    #expect(throws: Refusal.self) { try ContractJudge.requireBinding(one.contract, [theirs[0]] + mine.dropFirst()) }
    for title in [ContractProof.Title.opened(alien, fourth), .opened(fourth, third), .resolved(third)] {
      let bad = [ContractProof(record: mine[0].record, title: title)] + mine.dropFirst()
      #expect(throws: Refusal.self) { try ContractJudge.requireBinding(one.contract, bad) }
    }
    let arbiter = try ManyPartyContract(
      document: one.contract.document, coordinator: one.contract.coordinator, parties: one.contract.parties,
      arbiter: SigningKey().thumbprint)
    #expect(throws: Refusal.self) { try ContractJudge.requireBinding(arbiter, mine) }
  }

  @Test func contractsAreReadStrictly() throws {
    let run = try ContractRun()
    let again = try ManyPartyContract(json: run.contract.json)
    #expect(again == run.contract)
    let keys = again.parties
    func contract(_ parties: [Thumbprint], _ coordinator: Thumbprint? = nil) throws -> ManyPartyContract {
      try ManyPartyContract(
        document: run.contract.document, coordinator: coordinator ?? run.contract.coordinator, parties: parties,
        arbiter: run.contract.arbiter)
    }
    for parties in [[], [keys[0]], [keys[0], keys[0]]] {
      #expect(throws: (any Error).self) { try contract(parties) }
    }
    #expect(throws: (any Error).self) { try contract(keys, keys[0]) }
    #expect(throws: Refusal.self) { try run.contract.proposal(to: SigningKey().thumbprint, salts: []) }
  }
}
