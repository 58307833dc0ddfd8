import SemperCoding

extension TermsOfBusiness {
  /// Every name leads somewhere, every item is declared, every exchange can be run.
  func checkReferences() throws(CodingError) {
    guard (1...Self.mostStates).contains(states.count), state(start) != nil else {
      throw CodingError(.outOfRange, "terms have 1 to \(Self.mostStates) states, and start at one of them")
    }
    for entry in states {
      for edge in entry.state.edges(from: entry.name) where !leads(edge.target) {
        throw CodingError(.outOfRange, "the state “\(edge.target)” is not declared").inside(entry.name)
      }
      for item in entry.state.items where form(of: item) == nil {
        throw CodingError(.outOfRange, "the item “\(item)” is not declared").inside(entry.name)
      }
      if case .exchange(let gifts, .strong, let window) = entry.state.step {
        guard window != nil else {
          throw CodingError(.missing, "a fair exchange has a complaint window").inside("window").inside(entry.name)
        }
        do { try checkExchange(gifts) } catch { throw error.inside(entry.name) }
      }
    }
    for named in exceptions where !leads(named.exception.then) {
      throw CodingError(.outOfRange, "the state “\(named.exception.then)” is not declared").inside(named.name)
    }
    // Kinds of expressions, documents without a form, refunds of what nobody pays.
    if let wrong = FormCheck(view: TermsView(self)).references().first {
      throw CodingError(.outOfRange, wrong.message, at: wrong.place)
    }
  }

  func leads(_ target: String) -> Bool { Self.isEnd(target) || state(target) != nil }
}

extension TermsState {
  /// The items that its step gives, from either side.
  public var items: [String] {
    switch step {
    case .transfer(let items, _): items
    case .exchange(let gifts, _, _): gifts.flatMap(\.items)
    case .choose, .branch, .dispute, .pause: []
    }
  }

  /// The items that a side gives in it.
  public func items(from side: DealSide) -> [String] {
    switch step {
    case .transfer(let items, let from): from == side ? items : []
    case .exchange(let gifts, _, _): gifts.filter { $0.from == side }.flatMap(\.items)
    case .choose, .branch, .dispute, .pause: []
    }
  }
}
