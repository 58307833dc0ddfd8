import Synchronization

/// One process that uses an in-memory archive. It can die at a chosen write; what it calls afterwards fails, so that
/// nothing it still does reaches the storage.
final class InMemoryProcess: Sendable {
  private struct Life {
    var crash: CrashPoint?
    var onCrash: (@Sendable () -> Void)?
    var dead = false
  }

  private let storage: InMemoryStorage
  private let life: Mutex<Life>

  init(storage: InMemoryStorage, crash: CrashPoint?, onCrash: (@Sendable () -> Void)?) {
    self.storage = storage
    life = Mutex(Life(crash: crash, onCrash: onCrash))
  }

  var isDead: Bool { life.withLock(\.dead) }

  func kill() {
    let onCrash = life.withLock { life -> (@Sendable () -> Void)? in
      defer { life.onCrash = nil }
      life.dead = true
      return life.onCrash
    }
    onCrash?()
  }

  func read<Result: Sendable>(
    _ body: (InMemoryStorage.Content) throws -> Result
  ) throws -> Result {
    guard !isDead else { throw Self.death }
    return try storage.content.withLock { try body($0) }
  }

  /// Performs a write and counts it, unless it changes nothing by throwing.
  func write<Result: Sendable>(
    _ name: @autoclosure () -> String, _ body: (inout InMemoryStorage.Content) throws -> Result
  ) throws -> Result {
    let crash = life.withLock(\.crash)
    let result = try storage.content.withLock { content throws -> Result? in
      guard !isDead else { throw Self.death }
      let number = content.writes.count + 1
      if crash == CrashPoint(write: number, .before) { return nil }
      let result = try body(&content)
      content.writes.append(name())
      return crash == CrashPoint(write: number, .after) ? nil : result
    }
    guard let result else {
      kill()
      throw Self.death
    }
    return result
  }

  /// Performs a write to another storage, which this process uses beside this one, and counts it likewise. What it has begun
  /// when it dies may become durable.
  func write<Result: Sendable>(
    _ name: String, elsewhere body: () async throws -> Result
  ) async throws -> Result {
    guard !isDead else { throw Self.death }
    let crash = life.withLock(\.crash)
    if crash == CrashPoint(write: storage.content.withLock { $0.writes.count } + 1, .before) {
      kill()
      throw Self.death
    }
    let result = try await body()
    guard !isDead else { throw Self.death }
    let number = storage.content.withLock { content in
      content.writes.append(name)
      return content.writes.count
    }
    guard crash == CrashPoint(write: number, .after) else { return result }
    kill()
    throw Self.death
  }

  func requireAlive() throws {
    guard !isDead else { throw Self.death }
  }

  func transact<Result: Sendable>(_ body: (InMemoryTransaction) throws -> Result) throws -> Result {
    var name = ""
    return try write(name) { content in
      let transaction = InMemoryTransaction(content)
      let result = try body(transaction)
      content = transaction.content
      name = transaction.name
      return result
    }
  }

  private static let death = ArchiveError(.unavailable, "the process that used this archive has died")
}
