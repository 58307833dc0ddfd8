import SemperCryptography
import SemperExchange
import SemperModel
import SemperTesting
import Testing

/// Both roles, move by move: what each event leads to, and that nothing else does.
@Suite struct PieceTableTests {
  private static func words(_ actions: [PieceAction]) -> [String] {
    actions.map { action in
      switch action {
      case .lock: "lock"
      case .sign(.commit(_, let first)): first == nil ? "sign commitment" : "sign answer"
      case .sign(.open(let number, _)): "sign piece \(number)"
      case .sign(.end(let holds, let reason, _)): "sign end \(holds) \(reason.rawValue)"
      case .send(let statement): "send \(statement.kind.rawValue)"
      case .fetch(let number, _): "fetch \(number)"
      case .check(let number, _, _): "check \(number)"
      case .wait: "wait"
      }
    }
  }

  /// What a side has to do before each of its journal's events, and at the end.
  private static func course(_ run: PieceRun, _ role: ExchangeRole) throws -> [[String]] {
    var machine = try run.stage.machine(role)
    var course = [words(machine.outstandingActions)]
    for entry in run.journals[role] ?? [] {
      _ = machine.handle(entry.event, at: entry.time)
      let next = words(machine.outstandingActions)
      if next != course.last { course.append(next) }
    }
    return course
  }

  @Test func theOriginatorGoesItsWay() async throws {
    var run = try PieceRun(try await PieceStage(pieces: 2))
    try await run.run()
    #expect(
      try Self.course(run, .originator) == [
        ["lock"], ["sign commitment"], ["send commit-pieces", "wait"], ["wait"], ["fetch 1", "wait"],
        ["fetch 2", "wait"], ["sign piece 1"], ["send open-piece", "wait"], ["wait"], ["check 1"], ["sign piece 2"],
        ["send open-piece", "wait"], ["wait"], ["check 2"], ["sign end 2 complete"], ["send end-pieces", "wait"], [],
      ])
    #expect(run.outcome(.originator) == .completed)
  }

  @Test func theResponderGoesItsWay() async throws {
    var run = try PieceRun(try await PieceStage(pieces: 2))
    try await run.run()
    #expect(
      try Self.course(run, .responder) == [
        ["wait"], ["fetch 1", "wait"], ["fetch 2", "wait"], ["lock"], ["sign answer"], ["send commit-pieces", "wait"],
        ["wait"], ["check 1"], ["sign piece 1"], ["send open-piece", "wait"], ["wait"], ["check 2"], ["sign piece 2"],
        ["send open-piece", "wait"], ["wait"], [],
      ])
    #expect(run.outcome(.responder) == .completed)
    #expect(run.stage.held(by: .originator) == 2 && run.stage.held(by: .responder) == 2)
  }

  @Test func bothSealSmallDataTheSameWay() async throws {
    var run = try PieceRun(try await PieceStage(pieces: 2, isSmall: true))
    try await run.run()
    for role in ExchangeRole.allCases { #expect(run.outcome(role) == .completed) }
  }

  /// At each point of both courses, every event of either course, giving up and every wait's end: no side ever has signed
  /// away more than the protocol lets it, and a machine that has ended stays so.
  @Test func noEventAtAnyPointGivesTooMuch() async throws {
    var run = try PieceRun(try await PieceStage(pieces: 2))
    try await run.run()
    let events = ExchangeRole.allCases.flatMap { run.events(of: $0) } + [.giveUp]
    for role in ExchangeRole.allCases {
      var machine = try run.stage.machine(role)
      for entry in run.journals[role] ?? [] {
        let waits = machine.outstandingActions.compactMap { action -> PieceEvent? in
          if case .wait(let until) = action { .timePassed(until) } else { nil }
        }
        for event in events + waits {
          var moved = machine
          let asked = moved.handle(event, at: entry.time)
          let most = role == .originator ? moved.holds + 1 : moved.holds
          #expect(moved.gave <= most, "\(role.rawValue) gave \(moved.gave) and holds \(moved.holds)")
          #expect(moved.outstandingActions.filter(asked.contains) == asked)
          if machine.isFinished { #expect(moved == machine && asked.isEmpty) }
          #expect(!moved.isFinished || moved.outstandingActions.isEmpty)
        }
        _ = machine.handle(entry.event, at: entry.time)
      }
    }
  }

  /// A user who gives up at any point still ends, and the other side too.
  @Test(arguments: ExchangeRole.allCases) func whoGivesUpEndsAtOnce(_ quitter: ExchangeRole) async throws {
    let stage = try await PieceStage(pieces: 2)
    var whole = try PieceRun(stage)
    try await whole.run()
    for length in 0..<whole.events(of: quitter).count {
      try stage.shelf.close()
      var run = try PieceRun(stage)
      var count = 0
      while count < 400, run.journals[quitter]?.count ?? 0 < length, try await run.move() { count += 1 }
      run.take(.giveUp, quitter)
      try await run.run()
      for role in ExchangeRole.allCases { #expect(run.outcome(role) != nil, "after \(length): \(role.rawValue)") }
      #expect(stage.unfairness(honest: [quitter.peer, quitter]) == nil, "after \(length) events")
    }
  }
}
