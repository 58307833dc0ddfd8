import SemperModel

/// T4: every wait has an end, every run too, and within the limits.
struct TimeCheck {
  /// No deal is open for longer than ten years.
  static let longest = Span(seconds: 3_650 * 86_400)

  let view: TermsView
  private var terms: TermsOfBusiness { view.terms }

  func findings() -> [Finding] {
    var findings = [Finding]()
    if let round = view.graph.endlessRound {
      findings.append(
        Finding(
          .time, .error, at: ["states", round[0]],
          "a deal can go round for ever: \((round + [round[0]]).joined(separator: " → ")).",
          fix: "Give one of these states repeat: { most: 5, then: end.nothing }."))
    } else if let longest = longest() {
      if longest > terms.limits.longest {
        findings.append(
          Finding(
            .time, .error, at: ["limits", "maxDuration"],
            "a deal can take \(longest.description), longer than the \(terms.limits.longest.description) that both sides rely on.",
            fix: "Write maxDuration: \(longest.description), or shorter times of states (within)."))
      }
    }
    for entry in terms.states where entry.state.within.seconds == 0 {
      if case .branch = entry.state.step { continue }
      findings.append(
        Finding(
          .time, .error, at: ["states", entry.name, "within"],
          "nobody could act here: the time is over before it begins.",
          fix: "Give the state some time, such as within: P1D."))
    }
    if terms.limits.longest > Self.longest {
      findings.append(
        Finding(
          .time, .warning, at: ["limits", "maxDuration"], "a deal may be open for more than ten years.",
          fix: "Write maxDuration: \(Self.longest) or less, and begin another deal after it."))
    }
    return findings
  }

  /// How long a deal can take at the most: over the rounds as a whole, each state as often as the repetitions in its round allow.
  /// `nil` where it may go on for ever.
  func longest() -> Span? {
    guard view.graph.endlessRound == nil else { return nil }
    let rounds = Rounds(view.graph).all
    var times = [String: Int64]()
    for round in rounds {
      let members = round.compactMap { name in terms.state(name).map { (name, $0) } }
      let bound = members.reduce(Int64(0)) { $0.saturating(plus: Int64($1.1.repetition?.most ?? 0)) }
      let isRound =
        round.count > 1 || members.contains { name, _ in view.graph.edges(from: name).contains { $0.target == name } }
      let own = members.reduce(Int64(0)) { sum, member in
        let often = isRound ? Int64(member.1.repetition?.most ?? 0) : 1
        return sum.saturating(plus: member.1.duration.saturating(times: often > 0 ? often : bound.saturating(plus: 1)))
      }
      let after =
        round.flatMap { view.graph.edges(from: $0) }.map(\.target).filter { !round.contains($0) }
        .compactMap { times[$0] }.max() ?? 0
      for name in round { times[name] = own.saturating(plus: after) }
    }
    return Span(seconds: min(times[terms.start] ?? 0, 253_402_300_799))
  }
}

extension TermsState {
  /// A fair exchange goes on while somebody can complain.
  fileprivate var duration: Int64 {
    switch step {
    case .exchange(_, .strong, let window?): within.seconds.saturating(plus: window.seconds.saturating(times: 2))
    case .exchange, .transfer, .choose, .branch, .dispute, .pause: within.seconds
    }
  }
}

/// The states from which one can come back to one another, in an order in which what follows comes first (Tarjan).
private struct Rounds {
  private(set) var all = [[String]]()
  private let graph: TermsGraph
  private var numbers = [String: Int]()
  private var lowest = [String: Int]()
  private var stack = [String]()

  init(_ graph: TermsGraph) {
    self.graph = graph
    for state in graph.reached where numbers[state] == nil { visit(state) }
  }

  private mutating func visit(_ state: String) {
    let number = numbers.count
    numbers[state] = number
    lowest[state] = number
    stack.append(state)
    for edge in graph.edges(from: state) {
      if numbers[edge.target] == nil {
        visit(edge.target)
        lowest[state] = min(lowest[state] ?? number, lowest[edge.target] ?? number)
      } else if stack.contains(edge.target) {
        lowest[state] = min(lowest[state] ?? number, numbers[edge.target] ?? number)
      }
    }
    guard lowest[state] == number, let place = stack.lastIndex(of: state) else { return }
    all.append(Array(stack[place...]))
    stack.removeSubrange(place...)
  }
}
