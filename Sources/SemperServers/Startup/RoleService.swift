import Foundation
import Logging
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import ServiceLifecycle

/// Brings a role to life once its server is bound: prepares it, tells on standard output that it is ready, and runs its
/// long-running work until the role is stopped.
struct RoleService: Service {
  let role: RoleDescription.Role
  let server: HTTPServer
  let publicAddress: Address?
  let announce: @Sendable (ReadyLine) -> Void
  /// Prepares the role for the address and gives its long-running work.
  let prepare: @Sendable (Address) async throws -> @Sendable () async throws -> Void

  func run() async throws {
    let bound = try await server.address
    let address = publicAddress ?? bound
    guard let work = try await stoppable({ try await prepare(address) }) else { return }
    announce(ReadyLine(role: role, address: address))
    _ = try await stoppable(work)
  }

  /// `nil` when the role was stopped meanwhile.
  private func stoppable<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
  ) async throws -> Result? {
    do {
      return try await cancelWhenGracefulShutdown { try await work() }
    } catch is CancellationError {
      return nil
    }
  }
}
