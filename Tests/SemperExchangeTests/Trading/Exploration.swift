import SemperExchange

/// Everything that can happen to one machine up to so many moves that change it. A move that asks for nothing leads
/// nowhere new, except to an end, so only the others are followed.
struct Exploration {
  typealias Path = [Moves.Move]

  private(set) var complaints: [String] = []
  private(set) var paths = 0
  private(set) var ends: Set<String> = []

  /// - Parameter judge: what is wrong with a path and all that has been asked for on it.
  init(_ moves: Moves, depth: Int, judge: (Path, [ExchangeAction]) -> String?) {
    explore(moves, moves.machine(), [], moves.machine().outstandingActions, depth, judge)
  }

  private mutating func explore(
    _ moves: Moves, _ machine: ExchangeMachine, _ path: Path, _ asked: [ExchangeAction], _ depth: Int,
    _ judge: (Path, [ExchangeAction]) -> String?
  ) {
    guard depth > 0 else { return }
    for move in Moves.Move.allCases {
      var next = machine
      let actions = next.handle(moves[move], at: Stage.start)
      paths += 1
      if machine.isFinished, !actions.isEmpty || next.outcome != machine.outcome {
        complaints.append("\(path + [move]): the end moved")
      }
      if next.isFinished, !machine.isFinished { ends.insert(Moves.words(next)) }
      if let complaint = judge(path + [move], asked + actions) { complaints.append("\(path + [move]): \(complaint)") }
      guard !actions.isEmpty || next.isFinished && !machine.isFinished else { continue }
      explore(moves, next, path + [move], asked + actions, next.isFinished ? 1 : depth - 1, judge)
    }
  }
}
