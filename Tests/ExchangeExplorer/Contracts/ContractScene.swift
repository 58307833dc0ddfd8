import SemperCryptography
import SemperExchange
import SemperModel

/// Everybody of one contract of three: the coordinator's machine, the arbiter, and all that the two others can say.
final class ContractScene: Scene {
  /// Where everything stands. What was said is in `facts` for ever, which gives loss, duplication, reordering and replay.
  struct State: Hashable {
    var facts: FactSet = 0
    var coordinator = 0
    /// The arbiter's books on the two exchanges.
    var books = [0, 0]
    var instant = Instant.early
  }

  /// A letter of a party to the coordinator, or somebody's call to the arbiter.
  struct Saying {
    let party: Int
    let statement: SignedStatement
    let needs: FactSet
    let words: String
  }

  let stand: ContractStand
  let table: ContractTable
  let arbiter: ContractArbiter
  private(set) var start = State()
  private var known = Interner<SignedStatement>()
  private var letters: [Saying] = []
  private var calls: [Saying] = []
  private var emissions: [Int: FactSet] = [:]
  /// What each party may have committed to.
  private(set) var seconds: [[SignedStatement]] = [[], []]
  private(set) var firsts: [SignedStatement?] = [nil, nil]
  /// The coordinator's openings, each with the answer to it.
  private(set) var thirds: [(party: Int, statement: SignedStatement, answer: SignedStatement, bit: FactSet)] = []

  init(_ setting: ContractSetting) throws {
    stand = try ContractStand(setting)
    table = try ContractTable(stand)
    arbiter = ContractArbiter(stand)
    start.facts = try emitted(0)
  }

  var name: String { stand.setting.name }
  var parties: [String] { ["coordinator"] }
  var isTimely: Bool { stand.setting.weather.impatience }

  func hasEnded(_ party: Int, in state: State) -> Bool { table.outcome(state.coordinator) != nil }

  func end(of state: State) -> String? {
    switch table.outcome(state.coordinator) {
    case .concluded?: "concluded"
    case .calledOff?: "called off"
    case .incomplete(let missing)?: "incomplete without \(missing.map { $0 + 1 })"
    case nil: nil
    }
  }

  /// Where all are honest it can always be concluded.
  func hope(in state: State) -> SceneHope? {
    guard !stand.setting.cheats else { return nil }
    if state == start { return .owed(0) }
    if case .concluded? = table.outcome(state.coordinator) { return .paid([0]) }
    return nil
  }

  func bit(_ statement: SignedStatement) -> FactSet {
    let number = known.intern(statement).number
    precondition(number < FactSet.bitWidth, "more facts than a set has bits")
    return 1 << FactSet(number)
  }

  // MARK: Steps

  func steps(from state: State) async throws -> [SceneStep<State>] {
    var steps = try await coordinating(state)
    for letter in letters where letter.needs & ~state.facts == 0 {
      guard
        let local = try table.arrival(
          of: letter.statement, from: letter.party, in: state.coordinator, at: state.instant)
      else { continue }
      steps.append(
        SceneStep(next: try become(local, state), actor: nil, words: "the coordinator receives \(letter.words)"))
    }
    // A call may come late, again, or without its answer ever getting back.
    for call in calls where call.needs & ~state.facts == 0 {
      let effect = try await arbiter.ask(call.statement, on: state.books[call.party], at: state.instant)
      guard effect.book != state.books[call.party] else { continue }
      var next = state
      next.books[call.party] = effect.book
      steps.append(SceneStep(next: next, actor: nil, words: "the arbiter has \(call.words)"))
    }
    if stand.setting.weather.clock, let instant = state.instant.next, instant != .closed || !isExposed(state) {
      var next = state
      next.instant = instant
      steps.append(SceneStep(next: next, actor: nil, words: "time passes"))
    }
    return steps
  }

  private func coordinating(_ state: State) async throws -> [SceneStep<State>] {
    guard table.outcome(state.coordinator) == nil else { return [] }
    var steps = try await table.moves(of: state.coordinator, at: state.instant).map { move in
      SceneStep(
        next: try become(move.next, state), actor: move.isOwn ? 0 : nil, words: "the coordinator \(move.words)")
    }
    for call in table.calls(of: state.coordinator) {
      let effect = try await arbiter.ask(call.statement, on: state.books[call.party], at: state.instant)
      guard
        let local = try table.answered(effect.answer, call.party, in: state.coordinator, at: state.instant)
      else { continue }
      var next = try become(local, state)
      next.books[call.party] = effect.book
      steps.append(
        SceneStep(
          next: next, actor: call.isLate ? nil : 0,
          words: "the coordinator asks the arbiter (\(call.statement.kind.rawValue), party \(call.party + 1))"))
    }
    return steps
  }

  private func become(_ local: Int, _ state: State) throws -> State {
    var next = state
    next.coordinator = local
    next.facts |= try emitted(local)
    return next
  }

  private func emitted(_ local: Int) throws -> FactSet {
    if let known = emissions[local] { return known }
    var facts: FactSet = 0
    for (party, statement, isCall) in table.sent(in: local) {
      let isNew = known.number(of: statement) == nil
      let bit = bit(statement)
      facts |= bit
      guard isNew else { continue }
      if isCall {
        let words = "the coordinator’s \(statement.kind.rawValue) about party \(party + 1)"
        calls.append(Saying(party: party, statement: statement, needs: bit, words: words))
      } else if statement.kind == .commitOriginator {
        try commit(party, answering: statement, bit)
      } else {
        let commits = statement.journalled(as: OpenOriginator.self).commits
        let answer = try stand.opening(commits, of: party, isRight: true)
        thirds.append((party, statement, answer, bit))
        letters.append(Saying(party: party, statement: answer, needs: bit, words: "party \(party + 1)’s opening"))
      }
    }
    emissions[local] = facts
    return facts
  }

  // MARK: What the others can say

  private func commit(_ party: Int, answering first: SignedStatement, _ needs: FactSet) throws {
    firsts[party] = first
    for deviation in stand.setting.deviations(of: party) {
      let second = try stand.commitment(deviation, of: party, answering: first.digest)
      seconds[party].append(second)
      let words = "party \(party + 1)’s commitment (\(deviation.rawValue))"
      letters.append(Saying(party: party, statement: second, needs: needs, words: words))
      if stand.setting.cheats(party) { try lie(party, [first.digest, second.digest], needs) }
      let call = try stand.resolution(first, second, of: party)
      let resolving = "party \(party + 1)’s call to resolve (\(deviation.rawValue))"
      calls.append(Saying(party: party, statement: call, needs: needs, words: resolving))
    }
  }

  /// Its opening before it is due, and a false one.
  private func lie(_ party: Int, _ commits: [Digest], _ needs: FactSet) throws {
    for isRight in [true, false] {
      let fourth = try stand.opening(commits, of: party, isRight: isRight)
      let words = "party \(party + 1)’s \(isRight ? "early" : "false") opening"
      letters.append(Saying(party: party, statement: fourth, needs: needs, words: words))
    }
  }
}
