/// The states of terms and the ways between them, named exceptions included.
struct TermsGraph: Sendable {
  let terms: TermsOfBusiness
  private let ways: [String: [TermsEdge]]
  /// The states and ends that a deal can come to, in the order in which they are found.
  let reached: [String]

  init(_ terms: TermsOfBusiness) {
    self.terms = terms
    var ways = [String: [TermsEdge]]()
    for entry in terms.states where ways[entry.name] == nil {
      let raised = terms.exceptions.filter {
        $0.exception.phase == entry.state.phase && $0.exception.then != entry.name
      }
      .map { TermsEdge(from: entry.name, cause: .exception($0.name), target: $0.exception.then) }
      ways[entry.name] = entry.state.edges(from: entry.name) + (entry.state.canFail ? raised : [])
    }
    self.ways = ways
    var reached = [terms.start]
    var next = 0
    while next < reached.count {
      for edge in ways[reached[next]] ?? [] where !reached.contains(edge.target) { reached.append(edge.target) }
      next += 1
    }
    self.reached = reached
  }

  func edges(from state: String) -> [TermsEdge] { ways[state] ?? [] }

  /// A way round that a deal can go again and again; nothing when there is none. In terms too large to tell, one that nothing but a state's
  /// bound keeps a deal from: a state that has been entered as often as it may is passed by the way that it names for that.
  var endlessRound: [String]? {
    guard let round = possibleRound else { return nil }
    return switch RoundSearch(self).finding() {
    case .none: nil
    case .round(let states): states
    case .tooLarge: round
    }
  }

  private var possibleRound: [String]? {
    var settled = Set<String>()
    for start in reached {
      var path = [String]()
      if let round = round(from: start, &path, &settled) { return round }
    }
    return nil
  }

  private func round(from state: String, _ path: inout [String], _ settled: inout Set<String>) -> [String]? {
    guard let step = terms.state(state), !settled.contains(state) else { return nil }
    if let place = path.firstIndex(of: state) { return Array(path[place...]) }
    path.append(state)
    for edge in edges(from: state) where step.repetition == nil || edge.cause == .exhausted {
      if let found = round(from: edge.target, &path, &settled) { return found }
    }
    path.removeLast()
    settled.insert(state)
    return nil
  }
}

extension TermsState {
  /// A branch and a pause always come to their end.
  public var canFail: Bool {
    switch step {
    case .transfer, .exchange, .choose: true
    case .branch, .dispute, .pause: false
    }
  }
}
