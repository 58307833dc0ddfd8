import SemperArchive
import SemperEngine
import SemperModel
import Synchronization

/// A party's process over all its lives; the archive survives each of them.
final class CrashProcess: Sendable {
  private struct State {
    var archive: InMemoryArchive
    var crash: CrashPoint?
    var task: Task<Void, any Error>?
    var life: Task<Void, any Error>?
    var crashes = 0
  }

  private let party: CrashParty
  private let state: Mutex<State>

  init(_ party: CrashParty, crash: CrashPoint?) {
    self.party = party
    state = Mutex(State(archive: InMemoryArchive(), crash: crash))
  }

  var name: String { party.name }
  var serves: Bool { party.serves }
  var hasCrashed: Bool { state.withLock { $0.crashes > 0 } }
  var writes: [String] { state.withLock(\.archive).writes }

  func set(_ task: Task<Void, any Error>) { state.withLock { $0.task = task } }
  func cancel() { state.withLock(\.task)?.cancel() }

  /// How the last life ended: `nil` if well. A server ends well when it is cancelled.
  func ending() async -> String? {
    guard let task = state.withLock(\.task) else { return nil }
    do {
      try await task.value
    } catch is CancellationError where party.serves {
      return nil
    } catch {
      return "\(name) failed: \(error)"
    }
    return nil
  }

  /// One life after the other, until one ends without a crash.
  func live(time: VirtualTime, downtime: Span) async throws {
    while true {
      let archive = begin()
      let life = Task(executorPreference: ActionExecutor.current) { [party] in
        try await party.run(archive)
        if party.serves { try await Self.waitForCancellation() }
      }
      state.withLock { $0.life = life }
      // It may have died before it could be named.
      if archive.hasCrashed { life.cancel() }
      let result = await withTaskCancellationHandler {
        await life.result
      } onCancel: {
        life.cancel()
      }
      guard archive.hasCrashed else { return try result.get() }
      state.withLock { $0.crashes += 1 }
      try await time.wait(until: time.now().advanced(by: downtime))
    }
  }

  private func begin() -> InMemoryArchive {
    state.withLock { state in
      state.life = nil
      state.archive = state.archive.reopened(crash: state.crash) { [weak self] in
        self?.state.withLock(\.life)?.cancel()
      }
      // A party dies once in a run.
      state.crash = nil
      return state.archive
    }
  }

  private static func waitForCancellation() async throws {
    // A stream to which nobody writes ends when its reader is cancelled.
    let (stream, writer) = AsyncStream<Never>.makeStream()
    for await _ in stream {}
    writer.finish()
    throw CancellationError()
  }
}
