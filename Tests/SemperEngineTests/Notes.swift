import Synchronization

/// What happened, in order, with a way to wait for it.
final class Notes: Sendable {
  private struct State {
    var lines: [String] = []
    var waiting: [(line: String, times: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  var lines: [String] { state.withLock(\.lines) }

  func add(_ line: String) {
    let due = state.withLock { state in
      state.lines.append(line)
      let due = state.waiting.filter { waiting in Self.holds(state.lines, waiting.line, waiting.times) }
      state.waiting.removeAll { waiting in Self.holds(state.lines, waiting.line, waiting.times) }
      return due.map(\.continuation)
    }
    for continuation in due { continuation.resume() }
  }

  /// Returns when the line has been noted so many times.
  func wait(for line: String, times: Int = 1) async {
    await withCheckedContinuation { continuation in
      let holds = state.withLock { state in
        guard !Self.holds(state.lines, line, times) else { return true }
        state.waiting.append((line, times, continuation))
        return false
      }
      if holds { continuation.resume() }
    }
  }

  private static func holds(_ lines: [String], _ line: String, _ times: Int) -> Bool {
    lines.count { $0 == line } >= times
  }
}
