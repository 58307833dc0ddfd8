import SemperCommerce
import SemperModel
import SemperTerms
import Synchronization

/// When each phase of a deal ended, finer than journals tell. It knows only what happened in this process.
final class PhaseClock: Sendable {
  private let ends = Mutex<[ID<Deal>: [(phase: Phase, end: ContinuousClock.Instant)]]>([:])

  func ended(_ phase: Phase, of deal: ID<Deal>) {
    let now = ContinuousClock.now
    ends.withLock { all in
      var known = all[deal, default: []].filter { $0.phase != phase }
      known.append((phase, now))
      all[deal] = known
    }
  }

  /// From the end of the phase before to its end; `nil` when either was not seen.
  func milliseconds(of phase: Phase, in deal: ID<Deal>) -> Int64? {
    let known = ends.withLock { $0[deal] ?? [] }
    guard let place = known.firstIndex(where: { $0.phase == phase }), place > 0 else { return nil }
    let (seconds, attoseconds) = known[place - 1].end.duration(to: known[place].end).components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
  }
}
