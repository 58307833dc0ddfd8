import Logging
import SemperCertification
import SemperCommunication
import SemperCommunicationHTTP
import SemperEngine
import SemperModel
import ServiceLifecycle

/// Renews a directory's timestamp while it is served. One that cannot be renewed is logged, and clients refuse it when it has
/// run out.
struct DirectoryKeeper: Service, CustomStringConvertible {
  let desk: DirectoryDesk
  let server: HTTPServer
  let time: any TimeSource
  let pause: Span
  let logger: Logger
  let announce: @Sendable (Address) -> Void

  /// For the log of whoever runs it, which prints it at its finest level.
  var description: String { "directory" }

  func run() async throws {
    let address = try await server.address
    do {
      try await cancelWhenGracefulShutdown {
        try await renew()
        announce(address)
        while true {
          try await time.wait(until: await time.now().advanced(by: pause))
          try await renew()
        }
      }
    } catch is CancellationError {
      return
    }
  }

  private func renew() async throws {
    do {
      try await desk.publish(at: await time.now())
    } catch let refusal as Refusal {
      logger.error("the directory's timestamp cannot be renewed", metadata: ["why": "\(refusal)"])
    }
  }
}
