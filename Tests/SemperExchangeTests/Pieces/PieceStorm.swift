import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperTesting

/// A random exchange piece for piece: a network that loses, repeats and reorders, processes that die between an act and its
/// journal entry, clocks that leap, bad pieces, sides that go silent or lose interest. Everything follows from the seed.
struct PieceStorm {
  private enum Move {
    case act(ExchangeRole, PieceAction)
    case deliver(ExchangeRole, Int)
    case restart(ExchangeRole)
    case giveUp(ExchangeRole)
    case clock
  }

  private var run: PieceRun
  private var numbers: SeededNumbers
  private let bad: PieceStage.Bad?
  private let loss: Int
  private let isFickle: Bool
  /// Who says nothing any more after so many moves, for good.
  private let mute: (role: ExchangeRole, from: Int)?
  private(set) var isComplete = false

  init(seed: UInt64) async throws {
    var numbers = SeededNumbers(seed &+ 7_000)
    func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &numbers) }
    func role() -> ExchangeRole { number(0...1) == 0 ? .originator : .responder }
    let pieces = number(2...5)
    bad = number(0...3) == 0 ? PieceStage.Bad(role: role(), number: number(1...pieces)) : nil
    loss = [0, 5, 40][number(0...2)]
    isFickle = number(0...4) == 0
    mute = number(0...3) == 0 ? (role(), number(0...120)) : nil
    let sizes = [1, 300, 65_536, 70_000]
    let stage = try await PieceStage(
      pieces: pieces, size: sizes[number(0...3)], bad: bad, seed: seed, isSmall: number(0...1) == 0)
    run = try PieceRun(stage)
    for role in ExchangeRole.allCases where number(0...3) == 0 {
      let moment = PieceStage.start.advanced(by: Span(seconds: Int64(number(1...3_000))))
      run.clocks[role]?.leap(at: moment, by: Int64(number(-1_800...1_800)))
    }
    self.numbers = numbers
  }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &numbers) < percent }
  private func isMute(_ role: ExchangeRole, _ number: Int) -> Bool {
    mute.map { $0.role == role && number >= $0.from } ?? false
  }

  /// What is wrong when all is over; `nil` when nothing is.
  mutating func blow() async throws -> String? {
    for number in 0..<3_000 {
      let moves = moves(number)
      guard let move = moves.randomElement(using: &numbers) else { break }
      if let complaint = try await make(move) { return complaint }
    }
    for role in ExchangeRole.allCases where mute?.role != role {
      guard run.outcome(role) != nil else { return "the \(role.rawValue) has not ended" }
    }
    let honest = Set(ExchangeRole.allCases).subtracting(bad.map { [$0.role] } ?? [])
    if let unfair = run.stage.unfairness(honest: honest) { return unfair }
    isComplete = ExchangeRole.allCases.allSatisfy { run.outcome($0) == .completed }
    return try wrongEvidence(honest)
  }

  private func moves(_ number: Int) -> [Move] {
    let running = ExchangeRole.allCases.filter { run.machines[$0]?.isFinished == false && !isMute($0, number) }
    guard !running.isEmpty else { return [] }
    let due = running.flatMap { role in
      (run.machines[role]?.outstandingActions ?? []).filter { action in
        if case .wait(let until) = action { until <= run.now(role) } else { true }
      }.map { Move.act(role, $0) }
    }
    let letters = running.flatMap { role in (0..<(run.posts[role]?.count ?? 0)).map { Move.deliver(role, $0) } }
    return letters + letters + due + due + running.map(Move.restart) + (isFickle ? running.map(Move.giveUp) : [])
      + [.clock]
  }

  private mutating func make(_ move: Move) async throws -> String? {
    switch move {
    case .act(let role, let action):
      if case .send = action, run.posts[role.peer]?.count ?? 0 >= 4 { return nil }
      let events = try await run.perform(action, role)
      // Whether the message has come is known when it has come.
      if case .send = action { return nil }
      if chance(8) { return try restart(role) }
      for event in events { run.take(event, role) }
    case .deliver(let role, let index):
      guard let letter = run.posts[role]?.take(at: index, isKept: chance(25)), !chance(loss) else { return nil }
      do throws(Refusal) {
        if let event = try run.machines[role]?.event(for: letter) { run.take(event, role) }
      } catch { return nil }
      if !chance(loss), run.machines[role.peer]?.isFinished == false { run.take(.delivered(letter.digest), role.peer) }
    case .restart(let role): if chance(20) { return try restart(role) }
    case .giveUp(let role): if chance(2) { run.take(.giveUp, role) }
    case .clock: run.time.advance(by: Span(seconds: Int64.random(in: 1...60, using: &numbers)))
    }
    return nil
  }

  private mutating func restart(_ role: ExchangeRole) throws -> String? {
    try run.restart(role) ? nil : "the \(role.rawValue) came back as another machine"
  }

  /// Evidence of both holds, convicts only who cheated, and claims no more than what happened.
  private func wrongEvidence(_ honest: Set<ExchangeRole>) throws -> String? {
    for role in ExchangeRole.allCases {
      let report = PieceJudge.judge(try run.bundle(of: role))
      if let fault = report.links.first(where: { $0.fault != nil }) {
        return "the \(role.rawValue)'s evidence does not hold: \(fault.name): \(fault.fault?.detail ?? "")"
      }
      if !report.convicted.isDisjoint(with: honest) { return "an honest side is convicted" }
      for giver in ExchangeRole.allCases where report.confirmed[giver] ?? 0 > run.stage.held(by: giver.peer) {
        return "the \(giver.peer.rawValue) has confirmed what it has not got"
      }
      if case .wronged = run.outcome(role), report.convicted != [role.peer] { return "who was wronged cannot show it" }
    }
    return nil
  }
}
