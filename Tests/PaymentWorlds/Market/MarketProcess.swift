import SemperArchive
import SemperEngine
import SemperModel
import SemperTesting
import Synchronization

/// One process of a market over all its lives; its archive survives each of them.
final class MarketProcess: Sendable {
  private struct State {
    var archive = InMemoryArchive()
    var crash: CrashPoint?
    var lives = 0
    var isUp = false
  }

  let name: String
  private let state = Mutex(State())

  init(_ name: String) { self.name = name }

  /// How often it was started.
  var lives: Int { state.withLock(\.lives) }

  /// Whether it has come so far that it answers, and lives.
  var isUp: Bool { state.withLock { $0.isUp && !$0.archive.hasCrashed } }

  /// To be called by the process when it answers.
  func noteUp() { state.withLock { $0.isUp = true } }

  /// Ends the present life. In its next one it dies by itself at the n-th durable write, whenever that comes.
  func kill(thenAt write: Int, _ side: CrashPoint.Side) {
    let archive = state.withLock { state in
      state.crash = CrashPoint(write: state.archive.writes.count + write, side)
      return state.archive
    }
    // Who opens the storage ends the life of whoever had it.
    _ = archive.reopened()
  }

  /// One life after the other, until the task is cancelled.
  func live(on time: VirtualTime, _ run: @escaping @Sendable (InMemoryArchive) async throws -> Void) async throws {
    while true {
      let (archive, death) = begin()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await run(archive) }
        group.addTask {
          for await _ in death {}
          throw CancellationError()
        }
        defer { group.cancelAll() }
        do {
          _ = try await group.next()
        } catch {
          guard archive.hasCrashed || Task.isCancelled else { throw error }
        }
      }
      try Task.checkCancellation()
      guard archive.hasCrashed else { throw ConformanceFailure("\(name) has ended by itself") }
      try await time.wait(until: time.now().advanced(by: Span(seconds: 1)))
    }
  }

  private func begin() -> (InMemoryArchive, death: AsyncStream<Never>) {
    let (death, dying) = AsyncStream<Never>.makeStream()
    return state.withLock { state in
      state.archive = state.archive.reopened(crash: state.crash) { dying.finish() }
      state.crash = nil
      state.isUp = false
      state.lives += 1
      return (state.archive, death)
    }
  }
}
