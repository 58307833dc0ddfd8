import NIOCore
import SemperCommunication
import Synchronization

/// The requests that are being answered, so that stopping the server can reach them.
final class InFlight: Sendable {
  private struct Entry {
    let work: Task<Reply, Never>
    let waits: Bool
    let channel: any Channel
  }

  private struct State {
    var isStopping = false
    var next = 0
    var entries: [Int: Entry] = [:]
  }

  private let state = Mutex(State())

  var isStopping: Bool { state.withLock(\.isStopping) }

  /// Notes a request whose handler runs in `work`; one that waits for news is cancelled at once while stopping.
  func begin(_ channel: any Channel, waits: Bool, _ work: Task<Reply, Never>) -> Int {
    let (id, cancels) = state.withLock { state in
      state.next += 1
      state.entries[state.next] = Entry(work: work, waits: waits, channel: channel)
      return (state.next, state.isStopping && waits)
    }
    if cancels { work.cancel() }
    return id
  }

  func end(_ id: Int) {
    state.withLock { _ = $0.entries.removeValue(forKey: id) }
  }

  /// Ends what only waits for news; the rest may finish.
  func stop() {
    let waiting = state.withLock { state in
      state.isStopping = true
      return state.entries.values.filter(\.waits).map(\.work)
    }
    for work in waiting { work.cancel() }
  }

  /// Ends everything.
  func abort() {
    let entries = state.withLock { Array($0.entries.values) }
    for entry in entries {
      entry.work.cancel()
      entry.channel.close(promise: nil)
    }
  }
}
