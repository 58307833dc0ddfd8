import NIOCore
import Synchronization

/// Rings the alarms of all requests of a server.
///
/// It looks ten times a second whether one is due, and not at all while there are none: a timer for each would wake its connection's
/// thread twice for every request, only to be called off.
final class AlarmClock: Sendable {
  /// How late an alarm may ring.
  static let grain = TimeAmount.milliseconds(100)

  private struct State {
    var alarms: [ObjectIdentifier: RequestAlarm] = [:]
    var isTicking = false
  }

  private let state = Mutex(State())
  private let loops: any EventLoopGroup

  init(on loops: any EventLoopGroup) { self.loops = loops }

  func add(_ alarm: RequestAlarm) {
    let starts = state.withLock { state in
      state.alarms[ObjectIdentifier(alarm)] = alarm
      defer { state.isTicking = true }
      return !state.isTicking
    }
    if starts { tickLater() }
  }

  func remove(_ alarm: RequestAlarm) {
    state.withLock { _ = $0.alarms.removeValue(forKey: ObjectIdentifier(alarm)) }
  }

  private func tickLater() {
    loops.next().scheduleTask(in: Self.grain) { self.tick() }
  }

  private func tick() {
    let alarms = state.withLock { state in
      state.isTicking = !state.alarms.isEmpty
      return Array(state.alarms.values)
    }
    guard !alarms.isEmpty else { return }
    let now = NIODeadline.now()
    for alarm in alarms { alarm.look(at: now) }
    tickLater()
  }
}
