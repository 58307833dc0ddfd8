import Synchronization

/// The rules in force and how often each has matched.
final class RuleBook: Sendable {
  private struct State {
    var rules: [Rule]
    var matches: [Int]
    var refuses = false
  }

  private let state: Mutex<State>

  init(_ rules: [Rule]) { state = Mutex(State(rules: rules, matches: rules.map { _ in 0 })) }

  /// Whether every connection is to be closed.
  var refuses: Bool {
    get { state.withLock(\.refuses) }
    set { state.withLock { $0.refuses = newValue } }
  }

  func replace(_ rules: [Rule]) {
    state.withLock { state in
      state.rules = rules
      state.matches = rules.map { _ in 0 }
    }
  }

  /// Counts the message for every rule that it matches and returns the first rule whose turn it is.
  func decide(_ message: MessageFacts) -> Rule? {
    state.withLock { state in
      var chosen: Rule?
      for (index, rule) in state.rules.enumerated() where rule.matches(message) {
        state.matches[index] += 1
        let isDue = rule.occurrence == 0 || rule.occurrence == state.matches[index]
        if chosen == nil && isDue { chosen = rule }
      }
      return chosen
    }
  }
}
