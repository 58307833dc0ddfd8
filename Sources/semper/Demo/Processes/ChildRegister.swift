import Foundation
import Synchronization

/// All processes that this one has started and that still run, so that none is forgotten when it has to end in the middle
/// of starting or restarting some.
enum ChildRegister {
  private struct State {
    var isClosed = false
    var running: Set<Int32> = []
  }

  private static let state = Mutex(State())

  /// From here on nothing is started any more.
  static func close() { state.withLock { $0.isClosed = true } }

  /// Kills what still runs.
  static func killRest() {
    let rest = state.withLock { $0.running }
    for number in rest { kill(number, SIGKILL) }
  }

  /// Starts a process and enters it, or throws `CancellationError` where nothing may be started any more.
  static func enter(_ start: () throws -> Int32) throws {
    try state.withLock { state in
      guard !state.isClosed else { throw CancellationError() }
      state.running.insert(try start())
    }
  }

  static func leave(_ number: Int32) { state.withLock { _ = $0.running.remove(number) } }
}
