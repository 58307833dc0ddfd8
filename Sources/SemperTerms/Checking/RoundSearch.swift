/// Looks for a way round that a deal can really go again and again. The ways alone do not tell: a state that has been entered as often as it
/// may is passed, which may never happen, or only after another way round has come to its end. So this goes from place to place, where a
/// place is a state with how often each bounded state has been entered.
struct RoundSearch {
  enum Finding: Equatable {
    case none
    /// The states on it, in the order in which it goes through them; those that it passes are among them.
    case round([String])
    /// There are more than `most` places.
    case tooLarge
  }

  static let most = 100_000

  private struct Place: Hashable {
    let state: String
    let entered: [Int]
  }

  /// Where the search stands on its way: the states that were passed to come here, and which ways from here it has not taken yet.
  private struct Stop {
    let place: Place
    let passed: [String]
    var left: ArraySlice<String>
  }

  private enum Entry {
    case place(Place, passed: [String])
    case round([String])
  }

  private let terms: TermsOfBusiness
  private let targets: [String: [String]]
  /// Which counter a bounded state has, how often it may be entered, and where one more time leads.
  private let bounds: [String: (counter: Int, most: Int, then: String)]

  init(_ graph: TermsGraph) {
    terms = graph.terms
    var (targets, bounds) = ([String: [String]](), [String: (counter: Int, most: Int, then: String)]())
    for entry in terms.states {
      targets[entry.name] = graph.edges(from: entry.name).filter { $0.cause != .exhausted }.map(\.target)
      if let bound = entry.state.repetition { bounds[entry.name] = (bounds.count, bound.most, bound.then) }
    }
    (self.targets, self.bounds) = (targets, bounds)
  }

  func finding() -> Finding {
    let beginning: Place
    switch enter(terms.start, Array(repeating: 0, count: bounds.count)) {
    case .round(let names): return .round(names)
    case .place(let place, _): beginning = place
    }
    var way = [Stop(place: beginning, passed: [], left: ways(from: beginning))]
    var (onWay, settled) = ([beginning: 0], Set<Place>())
    while let stop = way.last {
      guard let target = stop.left.first else {
        way.removeLast()
        onWay[stop.place] = nil
        settled.insert(stop.place)
        continue
      }
      way[way.count - 1].left.removeFirst()
      switch enter(target, stop.place.entered) {
      case .round(let names): return .round(names)
      case .place(let place, let passed):
        if let begun = onWay[place] { return .round(Self.names(way[begun...], back: passed)) }
        guard !settled.contains(place) else { continue }
        guard settled.count + way.count < Self.most else { return .tooLarge }
        onWay[place] = way.count
        way.append(Stop(place: place, passed: passed, left: ways(from: place)))
      }
    }
    return .none
  }

  private func ways(from place: Place) -> ArraySlice<String> { (targets[place.state] ?? [])[...] }

  /// Where a deal comes to that is led to a state.
  private func enter(_ name: String, _ entered: [Int]) -> Entry {
    var (name, entered, passed) = (name, entered, [String]())
    while let bound = bounds[name] {
      guard entered[bound.counter] == bound.most else {
        entered[bound.counter] += 1
        break
      }
      if let begun = passed.firstIndex(of: name) { return .round(Array(passed[begun...])) }
      passed.append(name)
      name = bound.then
    }
    return .place(Place(state: name, entered: entered), passed: passed)
  }

  private static func names(_ way: ArraySlice<Stop>, back passed: [String]) -> [String] {
    way.dropFirst().reduce([way[way.startIndex].place.state]) { $0 + $1.passed + [$1.place.state] } + passed
  }
}
