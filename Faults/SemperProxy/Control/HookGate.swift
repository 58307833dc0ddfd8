import Synchronization

/// Where hooked messages wait for a command, the oldest first.
final class HookGate: Sendable {
  private struct Waiting {
    let rule: String
    let continuation: CheckedContinuation<Bool, Never>
  }

  private struct State {
    var waiting: [Waiting] = []
    var isOpen = false
  }

  private let events: EventLog
  private let state = Mutex(State())

  init(_ events: EventLog) { self.events = events }

  /// Announces the message and waits; `false` when it is to be dropped.
  func wait(at rule: Rule, _ message: MessageFacts) async -> Bool {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiting.append(Waiting(rule: rule.name, continuation: continuation)) }
        return state.isOpen
      }
      events.matched(rule, message)
      if isOpen { continuation.resume(returning: true) }
    }
  }

  /// Lets the oldest message of this rule, or of any, go on or fall; `false` when none waits.
  func release(_ rule: String?, forwards: Bool) -> Bool {
    let released = state.withLock { state -> Waiting? in
      guard let index = state.waiting.firstIndex(where: { rule == nil || $0.rule == rule }) else { return nil }
      return state.waiting.remove(at: index)
    }
    released?.continuation.resume(returning: forwards)
    return released != nil
  }

  /// Nobody is there any more to say when.
  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for one in waiting { one.continuation.resume(returning: true) }
  }
}
