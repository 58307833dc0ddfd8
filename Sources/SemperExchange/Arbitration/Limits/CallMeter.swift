import SemperCommunication
import SemperModel
import Synchronization

/// How often each key calls, since this process began.
final class CallMeter: Sendable {
  private let limiter = Mutex(RateLimiter())
  private let began = ContinuousClock.now

  func admits(_ caller: Thumbprint, perSecond: Int) -> Bool {
    let passed = (ContinuousClock.now - began).components
    let moment = passed.seconds * 1_000_000_000 + passed.attoseconds / 1_000_000_000
    return limiter.withLock { $0.admits(caller.description, route: 0, perSecond: perSecond, at: moment) }
  }
}
