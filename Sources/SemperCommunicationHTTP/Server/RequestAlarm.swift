import NIOCore
import SemperCommunication
import Synchronization

/// The absolute limit of time for one request, which nothing renews.
///
/// When it rings, a body that is still arriving ends with `TimeUp` and a handler that is still at work is cancelled, so
/// that there is something to answer. Two seconds later the connection is closed whatever goes on.
final class RequestAlarm: Sendable {
  /// What reading the body throws when the time is over.
  struct TimeUp: Error {}

  private enum Phase {
    case reading
    case working(Task<Reply, Never>)
    case rung
    case over
  }

  private static let grace = TimeAmount.seconds(2)

  private let channel: any Channel
  private let clock: AlarmClock
  private let due: NIODeadline
  private let phase = Mutex(Phase.reading)

  init(_ channel: any Channel, after limit: TimeAmount, clock: AlarmClock) {
    self.channel = channel
    self.clock = clock
    due = .now() + limit
    clock.add(self)
  }

  /// The handler begins; if the alarm has rung, it is cancelled at once.
  func works(_ work: Task<Reply, Never>) {
    let late = phase.withLock { phase in
      switch phase {
      case .reading, .working:
        phase = .working(work)
        return false
      case .rung, .over: return true
      }
    }
    if late { work.cancel() }
  }

  func stop() {
    phase.withLock { $0 = .over }
    clock.remove(self)
  }

  /// What the clock asks again and again: rings when it is due, and closes the connection when nothing has come of that.
  func look(at now: NIODeadline) {
    guard now >= due else { return }
    let before = phase.withLock { phase in
      defer { if case .over = phase {} else { phase = .rung } }
      return phase
    }
    switch before {
    case .reading: channel.pipeline.fireErrorCaught(TimeUp())
    case .working(let work): work.cancel()
    case .rung where now >= due + Self.grace: channel.close(promise: nil)
    case .rung, .over: break
    }
  }
}
