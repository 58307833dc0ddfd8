import SemperCommunication
import SemperCommunicationHTTP
import SemperEngine
import SemperModel
import ServiceLifecycle

/// Says how to come in once the pages are there, and closes them when their time is over.
struct DeskKeeper: Service, CustomStringConvertible {
  let door: DeskDoor
  let server: HTTPServer
  let address: Address?
  let span: Span
  let time: any TimeSource
  let announce: @Sendable (String) -> Void

  /// For the log of whoever runs it, which prints it at its finest level.
  var description: String { "desk" }

  func run() async throws {
    let bound = try await server.address
    door.address.set(address ?? bound)
    announce(try door.link)
    do {
      try await cancelWhenGracefulShutdown { try await time.wait(until: await time.now().advanced(by: span)) }
    } catch is CancellationError {
      return
    }
  }
}
