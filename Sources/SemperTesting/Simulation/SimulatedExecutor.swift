import Dispatch
import Foundation
import SemperEngine
import SemperModel
import Synchronization

/// Runs tasks one at a time, in the order in which they became ready, and lets virtual time pass when none is ready.
///
/// So a run is the same each time, an hour of waiting costs nothing, and a system in which nothing will ever happen
/// again is noticed. It holds for tasks started with this executor's preference, their child tasks, and the actions of
/// drivers that run in them; not for what works on threads of its own.
final class SimulatedExecutor: TaskExecutor {
  private struct State {
    var ready: [UnownedJob] = []
    var next = 0
    var ended = false
    var onStuck: (@Sendable (String) -> Void)?
  }

  private let time: VirtualTime
  private let horizon: Timestamp
  private let state = Mutex(State())
  private let bell = DispatchSemaphore(value: 0)

  /// How often one looks before time may pass, and before nothing is taken to come at all.
  private static let looksBeforeTimePasses = 1
  private static let looksBeforeGivingUp = 20
  /// For each of them, where others keep the processors busy.
  private static let looksOnABusyMachine = 4

  /// - Parameters:
  ///   - horizon: what has not ended by then is stuck.
  ///   - onStuck: called once with the reason when nothing is left that could happen.
  init(time: VirtualTime, horizon: Timestamp, onStuck: @escaping @Sendable (String) -> Void) {
    self.time = time
    self.horizon = horizon
    state.withLock { $0.onStuck = onStuck }
    Thread { [self] in loop() }.start()
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    state.withLock { $0.ready.append(job) }
    bell.signal()
  }

  /// Ends the thread once nothing is ready. To be called when all tasks have ended.
  func end() {
    state.withLock { $0.ended = true }
    bell.signal()
  }

  private func loop() {
    while true {
      while let job = nextJob() { job.runSynchronously(on: asUnownedTaskExecutor()) }
      if state.withLock(\.ended) { return }
      if time.stands {
        _ = bell.wait(timeout: .now() + .milliseconds(50))
        continue
      }
      guard staysQuiet(looks: Self.looksBeforeTimePasses, milliseconds: 1) else { continue }
      guard let waking = time.nextWaking else {
        guard staysQuiet(looks: Self.looksBeforeGivingUp, milliseconds: 50), time.nextWaking == nil else {
          continue
        }
        stick("nothing is left to do and nobody waits for a time, but not everybody has finished")
        bell.wait()
        continue
      }
      if waking > horizon { stick("the end had not come by \(horizon)") }
      time.advance(to: waking)
    }
  }

  /// Whether nothing becomes ready meanwhile. The runtime may take an actor's turn over to the global pool for a
  /// moment, so each look lets one task pass through that pool first, however busy it is.
  ///
  /// A look that takes much longer than it should says that the processors are busy with something else, perhaps before that very turn,
  /// and counts for nothing, up to a limit.
  private func staysQuiet(looks: Int, milliseconds pause: UInt64) -> Bool {
    var (left, most) = (looks, looks * Self.looksOnABusyMachine)
    while left > 0 {
      let began = DispatchTime.now()
      let passed = DispatchSemaphore(value: 0)
      Task { passed.signal() }
      passed.wait()
      if bell.wait(timeout: .now() + .milliseconds(Int(pause))) == .success { return false }
      most -= 1
      let took = DispatchTime.now().uptimeNanoseconds - began.uptimeNanoseconds
      if took <= 2 * pause * 1_000_000 || most < left { left -= 1 }
    }
    return true
  }

  private func nextJob() -> UnownedJob? {
    state.withLock { state in
      guard state.next < state.ready.count else {
        state.ready.removeAll(keepingCapacity: true)
        state.next = 0
        return nil
      }
      defer { state.next += 1 }
      return state.ready[state.next]
    }
  }

  private func stick(_ reason: String) {
    let onStuck = state.withLock { state -> (@Sendable (String) -> Void)? in
      defer { state.onStuck = nil }
      return state.onStuck
    }
    onStuck?(reason)
  }
}
