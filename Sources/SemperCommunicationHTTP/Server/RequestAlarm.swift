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

  private let channel: any Channel
  private let phase = Mutex(Phase.reading)
  private let scheduled: Mutex<Scheduled<Void>?> = Mutex(nil)

  init(_ channel: any Channel, after limit: TimeAmount) {
    self.channel = channel
    let first = channel.eventLoop.scheduleTask(in: limit) { self.ring() }
    scheduled.withLock { if $0 == nil { $0 = first } }
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
    scheduled.withLock { $0?.cancel() }
  }

  private func ring() {
    let before = phase.withLock { phase in
      defer { if case .over = phase {} else { phase = .rung } }
      return phase
    }
    switch before {
    case .reading: channel.pipeline.fireErrorCaught(TimeUp())
    case .working(let work): work.cancel()
    case .rung: break
    case .over: return
    }
    let channel = channel
    let last = channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
    scheduled.withLock { $0 = last }
  }
}
