import SemperCoding
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperTesting

/// A random exchange in the worst weather: any cell, data of any small size, a network that loses, repeats and reorders,
/// processes that die between an act and its journal entry, an arbiter and ledgers that cannot be reached for a while,
/// clocks of parties, arbiter and banks that leap ahead or back, parties that cheat or lose interest. Everything follows from the seed.
///
/// What an honest party owes to itself it does before the clock's next step, as the levels with a window assume.
struct CellStorm {
  private enum Move {
    case act(ExchangeRole, ExchangeAction)
    case deliver(ExchangeRole, Int)
    case restart(ExchangeRole)
    case giveUp(ExchangeRole)
    case clock
  }

  private static let mostMoves = 6_000
  private static let mostLetters = 4
  /// How far a clock leaps at the most: half a window, since a window that a leap swallows is none in which anybody could complain.
  private static let leap = CellRun.window.seconds / 2

  let seed: UInt64
  private let row: CellCase
  private var run: CellRun
  private var numbers: SeededNumbers
  private let loss: Int
  private let outage: Int
  /// By how many seconds time passes at the most.
  private let hurry: Int64
  /// Whether the parties lose interest sometimes.
  private let isFickle: Bool
  /// A role that hears nothing of the other from some move on.
  private let deaf: (role: ExchangeRole, from: Int)?
  private var complaint: String?

  /// - Parameter clocksLeap: otherwise all clocks agree, as they did when the seeds that once failed were found.
  init(seed: UInt64, clocksLeap: Bool = true) async throws {
    var numbers = SeededNumbers(seed &+ 1_000_000)
    self.seed = seed
    row = CellCase.all[Int.random(in: CellCase.all.indices, using: &numbers)]
    let troubles = CellTrouble.allCases
    let trouble =
      Bool.random(using: &numbers) ? CellTrouble.none : troubles[Int.random(in: troubles.indices, using: &numbers)]
    let isPoor = Int.random(in: 0..<20, using: &numbers) == 0
    let funds = isPoor ? Ware.price - 1 : Ware.price * 2
    let sizes = [1, 17, 4_000, 65_535, 65_536, 65_537, 140_000]
    // Half of the weather is mild, so that many exchanges come far.
    loss =
      Bool.random(using: &numbers) ? Int.random(in: 0...70, using: &numbers) : Int.random(in: 0...10, using: &numbers)
    hurry = [20, 60, 600][Int.random(in: 0..<3, using: &numbers)]
    isFickle = Int.random(in: 0..<4, using: &numbers) == 0
    outage = Int.random(in: 0...40, using: &numbers)
    deaf =
      Int.random(in: 0..<3, using: &numbers) == 0
      ? (Bool.random(using: &numbers) ? .originator : .responder, Int.random(in: 0..<60, using: &numbers)) : nil
    run = try await CellRun(
      row, trouble, funds: [funds, funds], seed: seed, size: sizes[Int.random(in: sizes.indices, using: &numbers)])
    self.numbers = numbers
    var leaping = SeededNumbers(seed &+ 2_000_000)
    for clock in clocksLeap ? run.clocks.all : [] where Int.random(in: 0..<4, using: &leaping) == 0 {
      let moment = CellRun.start.advanced(by: Span(seconds: Int64.random(in: 1...7_200, using: &leaping)))
      clock.leap(at: moment, by: Int64.random(in: -Self.leap...Self.leap, using: &leaping))
    }
  }

  /// What the storm was, for who reads of a failure.
  var description: String { "\(row.description), \(run.trouble), loss \(loss) %, outage \(outage) %" }

  /// What is unfair when all is over, judged by holdings and by evidence alone; `nil` when nothing is.
  mutating func blow() async throws -> String? {
    for number in 0..<Self.mostMoves {
      let moves = moves()
      guard let move = moves.randomElement(using: &numbers) else {
        if run.wakeUp() { continue }
        break
      }
      try await make(move, number)
      if let complaint { return complaint }
    }
    if let unfairness = try await run.unfairness() { return unfairness }
    return try evidenceFault()
  }

  /// Both sides' evidence verifies, read again from its bytes.
  private func evidenceFault() throws -> String? {
    for role in ExchangeRole.allCases {
      let bundle = try run.bundle(of: role)
      let report = ExchangeJudge.judge(
        bundle, arbiters: [bundle.terms.header.arbiter.key.thumbprint],
        ledgers: Set(bundle.terms.body.ledgers.map(\.thumbprint)))
      if let fault = report.links.first(where: { $0.fault != nil }) {
        return "the \(role.rawValue)'s evidence does not hold: \(fault.name): \(fault.fault?.detail ?? "")"
      }
      for wronged in ExchangeRole.allCases
      where report.proves(.arbiterConvicted, for: wronged) || report.proves(.ledgerConvicted, for: wronged) {
        return "an honest arbiter or ledger is convicted"
      }
      if report.proves(.peerConvicted, for: role), run.trouble.cheat != role.peer {
        return "the honest \(role.peer.rawValue) is convicted"
      }
    }
    return nil
  }

  private func moves() -> [Move] {
    let running = ExchangeRole.allCases.filter(run.isRunning)
    guard !running.isEmpty else { return [] }
    let due = running.flatMap { role in
      (run.machines[role]?.outstandingActions ?? []).filter { isDue($0, role) }.map { (role, $0) }
    }
    let letters = running.flatMap { role in (0..<(run.posts[role]?.count ?? 0)).map { Move.deliver(role, $0) } }
    return letters + due.map { Move.act($0.0, $0.1) } + running.map(Move.restart) + running.map(Move.giveUp)
      + (due.contains { isUrgent($0.1) } ? [] : [.clock, .clock])
  }

  private func isDue(_ action: ExchangeAction, _ role: ExchangeRole) -> Bool {
    switch action {
    case .wait(let until): until <= run.clocks[role].now()
    case .askArbiter(_, let notBefore): notBefore.map { $0 <= run.clocks[role].now() } ?? true
    case .lock, .sign, .send, .fetchGoods, .checkGoods, .secure, .release, .settlement: true
    }
  }

  private func isUrgent(_ action: ExchangeAction) -> Bool {
    if case .send = action { false } else { true }
  }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &numbers) < percent }

  private mutating func make(_ move: Move, _ number: Int) async throws {
    switch move {
    case .act(let role, let action): try await perform(action, as: role)
    case .deliver(let role, let index): try deliver(to: role, index, number)
    case .restart(let role): if chance(20) { try restart(role) }
    case .giveUp(let role): if isFickle, chance(1) { run.take(.giveUp, role) }
    case .clock: run.time.advance(by: Span(seconds: Int64.random(in: 1...hurry, using: &numbers)))
    }
  }

  private mutating func restart(_ role: ExchangeRole) throws {
    if try !run.restart(role) { complaint = "the \(role.rawValue) came back as another machine" }
  }

  /// Does what a machine asks for. Sometimes nobody can be reached, and sometimes the process dies before the answer is
  /// journalled.
  private mutating func perform(_ action: ExchangeAction, as role: ExchangeRole) async throws {
    let isCheat = run.trouble.cheat == role && !run.isBack
    if isCheat, run.trouble.silences(before: action) {
      run.silent.insert(role)
      return
    }
    if isRemote(action), chance(outage) { return }
    if case .send(let statement) = action {
      guard let post = run.posts[role.peer], post.count < Self.mostLetters else { return }
      try await post.send(statement)
    } else {
      guard let machine = run.machines[role], let performer = run.performers[role] else { return }
      if case .askArbiter = action { run.noteCall() }
      let events = try await performer.perform(action, of: machine)
      if chance(8) { return try restart(role) }
      for event in events { run.take(run.spoilt(event, role), role) }
    }
    if isCheat, run.trouble.silences(after: action) { run.silent.insert(role) }
  }

  private func isRemote(_ action: ExchangeAction) -> Bool {
    switch action {
    case .lock, .fetchGoods, .secure, .release, .askArbiter, .settlement: true
    case .sign, .send, .checkGoods, .wait: false
    }
  }

  /// Loses a letter, or delivers it and sometimes keeps it for another time.
  private mutating func deliver(to role: ExchangeRole, _ index: Int, _ number: Int) throws {
    guard let post = run.posts[role], let machine = run.machines[role] else { return }
    let isLost = deaf.map { $0.role == role && number >= $0.from } ?? false
    if isLost || chance(loss) {
      _ = post.take(at: index, isKept: false)
      return
    }
    let letter = post.take(at: index, isKept: chance(25))
    do throws(Refusal) {
      if let event = try machine.event(for: letter) { run.take(event, role) }
    } catch { return }
    // Who cheats may be silent for good, also in this.
    if !chance(loss), run.isRunning(role.peer) { run.take(.delivered(letter.digest), role.peer) }
  }
}
