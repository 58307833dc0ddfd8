import SemperCommunication
import SemperCommunicationHTTP
import SemperServers

/// One role as a task of this process, over real HTTP: what is measured then needs one clock for all sides.
actor BenchRole {
  typealias Main =
    @Sendable (_ http: HTTPServerConfiguration, _ announce: @escaping @Sendable (ReadyLine) -> Void) async throws ->
    Void

  private let main: Main
  private var task: Task<Void, any Error>?
  private(set) var address: Address
  private var port = 0

  /// Starts the role and waits until it says that it is ready.
  init(_ main: @escaping Main) async throws {
    self.main = main
    address = try Address("http://127.0.0.1:1")
    try await start()
  }

  /// Again at the same port, once it was stopped.
  func start() async throws {
    let http = HTTPServerConfiguration(port: port)
    let (lines, continuation) = AsyncThrowingStream<ReadyLine, any Error>.makeStream()
    let main = main
    task = Task {
      do {
        try await main(http) { continuation.yield($0) }
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    var iterator = lines.makeAsyncIterator()
    guard let line = try await iterator.next() else { throw CancellationError() }
    address = line.address
    port = Int(line.address.text.split(separator: ":").last ?? "") ?? 0
  }

  /// Returns when its home is closed, so that everything is in its file.
  func stop() async {
    task?.cancel()
    _ = await task?.result
    task = nil
  }
}
