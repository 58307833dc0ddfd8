import SemperCommunication
import SemperCommunicationHTTP
import ServiceLifecycle

/// Brings a party to life once its server is bound, and runs its exchange until the party is stopped.
struct PartyService: Service {
  let server: HTTPServer
  let publicAddress: Address?
  let announce: @Sendable (PartyLine) -> Void
  let work: @Sendable (Address, _ isReady: @Sendable () -> Void) async throws -> Void

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
