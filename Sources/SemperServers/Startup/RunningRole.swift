package import SemperCommunication
package import SemperCommunicationHTTP

/// One role as a process would run it, here as a task: started, stopped and started again on the same home and port.
package actor RunningRole {
  package typealias Main =
    @Sendable (_ http: HTTPServerConfiguration, _ announce: @escaping @Sendable (ReadyLine) -> Void) async throws ->
    Void

  private let main: Main
  /// The directory of its home, where a test needs it.
  package nonisolated let home: String
  private var task: Task<Void, any Error>?
  private var restarting: Task<Void, any Error>?
  package private(set) var address: Address
  private var port = 0

  /// Starts the role and waits until it says that it is ready.
  package init(home: String = "", _ main: @escaping Main) async throws {
    self.main = main
    self.home = home
    address = try Address("http://127.0.0.1:1")
    try await start()
  }

  package func start() async throws {
    let http = HTTPServerConfiguration(port: port)
    let (lines, continuation) = AsyncThrowingStream<ReadyLine, any Error>.makeStream()
    let main = main
    task = Task {
      do {
        try await main(http) { continuation.yield($0) }
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
        throw error
      }
    }
    var iterator = lines.makeAsyncIterator()
    guard let line = try await iterator.next() else { throw CancellationError() }
    address = line.address
    port = Int(line.address.text.split(separator: ":").last ?? "") ?? 0
  }

  /// Ends the role without any preparation; what it had not made durable is gone.
  package func drop() async {
    task?.cancel()
    _ = await task?.result
    task = nil
  }

  /// Waits for it to end by itself; how it did.
  package func end() async -> Result<Void, any Error>? { await task?.result }

  /// Restarts that are asked for at the same time come one after the other.
  package func restart() async throws {
    let before = restarting
    let restart = Task {
      _ = await before?.result
      await drop()
      try await start()
    }
    restarting = restart
    try await restart.value
  }
}
