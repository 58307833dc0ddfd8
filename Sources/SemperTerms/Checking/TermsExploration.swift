/// Every situation that a deal under the terms can come to, with what can happen in each.
struct TermsExploration: Sendable {
  /// Situations beyond which terms are too large to be judged.
  static let most = 100_000

  let rules: TermsRules
  /// In the order in which they are found; the first is the beginning.
  let plays: [Play]
  /// What can happen in each, with the places of what it leads to.
  let moves: [[(move: PlayMove, to: Int)]]
  /// Whether all were found.
  let isWhole: Bool
  /// The states and ends that a deal comes to, in the order in which it does.
  let reached: [String]
  /// The situations to which only a ruling leads: what a side has lost there, an arbiter has decided.
  let ruled: Set<Int>

  init(_ rules: TermsRules) {
    self.rules = rules
    var plays = [rules.start]
    var places = [rules.start: 0]
    var moves = [[(move: PlayMove, to: Int)]]()
    var next = 0
    while next < plays.count, plays.count <= Self.most {
      var found = [(move: PlayMove, to: Int)]()
      for move in rules.moves(plays[next]) {
        let place = places[move.to] ?? plays.count
        if place == plays.count {
          places[move.to] = place
          plays.append(move.to)
        }
        found.append((move, place))
      }
      moves.append(found)
      next += 1
    }
    isWhole = moves.count == plays.count
    moves += Array(repeating: [], count: plays.count - moves.count)
    self.plays = plays
    self.moves = moves
    var ruled = Set<Int>()
    var unruled = Set([0])
    for (place, moves) in moves.enumerated() {
      let isHearing = if case .dispute = rules.terms.state(plays[place].position)?.step { true } else { false }
      for move in moves { if isHearing { ruled.insert(move.to) } else { unruled.insert(move.to) } }
    }
    self.ruled = ruled.subtracting(unruled)
    var seen = Set<String>()
    reached = plays.map(\.position).filter { seen.insert($0).inserted }
  }

  /// The situations in a state, with their places.
  func plays(in state: String) -> [(place: Int, play: Play)] {
    plays.enumerated().filter { $1.position == state }.map { ($0, $1) }
  }

  /// The situations from which a side can bring about one of the wanted ones, whatever the other side, the clock and the network do.
  func forced(by side: DealSide, to wanted: (Play) -> Bool) -> Set<Int> {
    var won = Set(plays.indices.filter { wanted(plays[$0]) })
    var hasGrown = true
    while hasGrown {
      hasGrown = false
      // Later situations mostly follow from earlier ones.
      for place in moves.indices.reversed() where !won.contains(place) && forces(side, at: place, into: won) {
        won.insert(place)
        hasGrown = true
      }
    }
    return won
  }

  private func forces(_ side: DealSide, at place: Int, into won: Set<Int>) -> Bool {
    let moves = moves[place]
    guard !moves.isEmpty, let state = rules.terms.state(plays[place].position) else { return false }
    let own = moves.filter { $0.move.decider == .side(side) && !isForced($0.move, state) }
    if own.contains(where: { won.contains($0.to) }) { return true }
    // It does nothing of its own: then the clock, the peer or a third party moves.
    let others = moves.filter { $0.move.decider != .side(side) || isForced($0.move, state) }
    return !others.isEmpty && others.allSatisfy { won.contains($0.to) }
  }

  /// The time of a state that one side decides is over without its doing; a transfer can fail however much its sender wants it.
  private func isForced(_ move: PlayMove, _ state: TermsState) -> Bool {
    guard move.edge.cause == .otherwise else { return false }
    switch state.step {
    case .choose, .transfer: return true
    case .exchange, .branch, .dispute, .pause: return false
    }
  }

  /// What a side may lose in a state, at the most.
  func exposure(of side: DealSide, in state: String) -> Int64 {
    plays(in: state).filter { !ruled.contains($0.place) }.map { rules.exposure(of: side, in: $0.play) }.max() ?? 0
  }
}
