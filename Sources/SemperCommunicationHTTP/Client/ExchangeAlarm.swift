import NIOCore
import SemperCommunication
import Synchronization

/// The limit of time for an exchange or, renewed by each, for one piece of it. When it rings, the work is cancelled.
final class ExchangeAlarm: Sendable {
  private struct State {
    var deadline: NIODeadline
    var scheduled: Scheduled<Void>?
    var work: Task<ReceivedReply, any Error>?
    var hasRung = false
  }

  private let loop: any EventLoop
  private let limit: TimeAmount
  private let state: Mutex<State>

  init(on loop: any EventLoop, after limit: TimeAmount) {
    self.loop = loop
    self.limit = limit
    state = Mutex(State(deadline: .now() + limit))
    schedule()
  }

  var hasRung: Bool { state.withLock(\.hasRung) }

  func watch(_ work: Task<ReceivedReply, any Error>) {
    let late = state.withLock { state in
      state.work = work
      return state.hasRung
    }
    if late { work.cancel() }
  }

  /// Cheap: the timer itself stays where it is and looks at the deadline when it fires.
  func renew() { state.withLock { $0.deadline = .now() + limit } }

  func stop() {
    state.withLock { state in
      state.work = nil
      state.scheduled?.cancel()
    }
  }

  private func schedule() {
    let deadline = state.withLock(\.deadline)
    let scheduled = loop.scheduleTask(deadline: deadline) { self.fire() }
    state.withLock { $0.scheduled = scheduled }
  }

  private func fire() {
    let (early, work) = state.withLock { state in
      guard NIODeadline.now() >= state.deadline else {
        return (state.work != nil, Task<ReceivedReply, any Error>?.none)
      }
      state.hasRung = true
      return (false, state.work)
    }
    if early { schedule() }
    work?.cancel()
  }
}
