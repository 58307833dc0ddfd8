package import SemperEngine
package import SemperModel
import Synchronization

/// The clock of one of several machines: it follows virtual time, and leaps ahead or back where somebody sets it.
package final class LeapingClock: TimeSource {
  private struct Leap {
    /// By virtual time.
    let at: Timestamp
    let seconds: Int64
  }

  private let time: VirtualTime
  private let leaps = Mutex<[Leap]>([])

  package init(_ time: VirtualTime) { self.time = time }

  /// At a moment of virtual time it is set so many seconds ahead, or back where they are negative.
  package func leap(at moment: Timestamp, by seconds: Int64) {
    leaps.withLock { leaps in
      leaps.append(Leap(at: moment, seconds: seconds))
      leaps.sort { $0.at < $1.at }
    }
  }

  package func now() -> Timestamp {
    let now = time.now()
    return Timestamp(seconds: now.seconds + ahead(at: now))
  }

  /// When, by virtual time, it first shows so much.
  package func moment(of shown: Timestamp) -> Timestamp {
    var moment = time.now()
    while true {
      let reached = Timestamp(seconds: shown.seconds - ahead(at: moment))
      guard reached > moment else { return moment }
      let next = leaps.withLock { $0.first { $0.at > moment }?.at }
      guard let next, next < reached else { return reached }
      moment = next
    }
  }

  package func wait(until shown: Timestamp) async throws {
    while now() < shown { try await time.wait(until: moment(of: shown)) }
  }

  private func ahead(at moment: Timestamp) -> Int64 {
    leaps.withLock { $0.filter { $0.at <= moment }.reduce(0) { $0 + $1.seconds } }
  }
}
