import SemperArchive
import SemperEngine
import SemperModel
import Synchronization

/// One run of a crash scenario: its time, its executor and its processes.
final class CrashWorld: Sendable {
  private let time: VirtualTime
  private let downtime: Span
  private let executor: SimulatedExecutor
  private let alarm: Alarm

  init(time: VirtualTime, downtime: Span, horizon: Timestamp) {
    self.time = time
    self.downtime = downtime
    let alarm = Alarm()
    self.alarm = alarm
    executor = SimulatedExecutor(time: time, horizon: horizon) { reason in alarm.raise(reason) }
  }

  /// Starts a party's process; from now on it is restarted after its crash.
  func start(_ party: CrashParty, crash: CrashPoint?) -> CrashProcess {
    let process = CrashProcess(party, crash: crash)
    let task = ActionExecutor.$current.withValue(executor) {
      Task(executorPreference: executor) { [time, downtime] in
        try await process.live(time: time, downtime: downtime)
      }
    }
    process.set(task)
    alarm.add(task)
    return process
  }

  /// Waits until all workers have ended, then ends the servers. Returns what went wrong, if anything did.
  func end(_ processes: [CrashProcess]) async -> String? {
    var complaints: [String] = []
    for serves in [false, true] {
      for process in processes where process.serves == serves {
        if serves { process.cancel() }
        if let complaint = await process.ending() { complaints.append(complaint) }
      }
    }
    executor.end()
    return alarm.reason ?? (complaints.isEmpty ? nil : complaints.joined(separator: "; "))
  }
}

/// Ends all tasks of a world in which nothing will ever happen again.
private final class Alarm: Sendable {
  private struct State {
    var reason: String?
    var tasks: [Task<Void, any Error>] = []
  }

  private let state = Mutex(State())

  var reason: String? { state.withLock(\.reason) }

  func add(_ task: Task<Void, any Error>) { state.withLock { $0.tasks.append(task) } }

  func raise(_ reason: String) {
    let tasks = state.withLock { state in
      state.reason = reason
      return state.tasks
    }
    for task in tasks { task.cancel() }
  }
}
