import SemperCommunication
import SemperCommunicationHTTP
import ServiceLifecycle

/// Brings a party to life once its server is bound, and runs its exchange until the party is stopped.
struct PartyService: Service, CustomStringConvertible {
  let server: HTTPServer
  let publicAddress: Address?
  let announce: @Sendable (PartyLine) -> Void
  let work: @Sendable (Address, _ isReady: @Sendable () -> Void) async throws -> Void

  /// For the log of whoever runs it, which prints it at its finest level.
  var description: String { "party" }

  func run() async throws {
    let bound = try await server.address
    let address = publicAddress ?? bound
    let announce = announce
    do {
      try await cancelWhenGracefulShutdown {
        try await work(address) { announce(.ready(address)) }
        try await gracefulShutdown()
      }
    } catch is CancellationError {
      return
    }
  }
}
