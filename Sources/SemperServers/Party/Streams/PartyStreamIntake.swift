import SemperModel

/// The streams that a party is being given: each is fetched once at a time, whoever asks for it, from the moment when the
/// transfer is accepted and while it is being made.
actor PartyStreamIntake {
  private let shelf: PartyShelf
  private let exchange: Digest
  /// How many bytes are taken, by the place of the stream.
  private let longest: [String: Int64]
  /// Told the place of a stream when its first bytes are here.
  private let arriving: @Sendable (String) -> Void
  private var running: [String: Task<Void, any Error>] = [:]

  init(
    shelf: PartyShelf, exchange: Digest, longest: [String: Int64], arriving: @escaping @Sendable (String) -> Void
  ) {
    self.arriving = arriving
    self.shelf = shelf
    self.exchange = exchange
    self.longest = longest
  }

  /// Begins with all of them. What goes wrong is heard by who waits for it.
  func begin() { for path in longest.keys.sorted() { _ = task(path) } }

  /// Returns when the last frame of the stream is here.
  func whole(_ path: String) async throws {
    let task = task(path)
    do {
      try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        task.cancel()
      }
    } catch {
      running[path] = nil
      throw error
    }
  }

  func stop() { for task in running.values { task.cancel() } }

  private func task(_ path: String) -> Task<Void, any Error> {
    if let task = running[path] { return task }
    let (shelf, exchange, longest, arriving) = (shelf, exchange, longest[path] ?? 0, arriving)
    let task = Task {
      try await shelf.fetchStream(at: path, exchange: exchange, longest: longest) { arriving(path) }
    }
    running[path] = task
    return task
  }
}
