import Foundation
import Logging
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import ServiceLifecycle

/// Brings a role to life once its server is bound: prepares it, has it give its word on itself, tells on standard output
/// that it is ready, and runs its long-running work until the role is stopped.
struct RoleService: Service, CustomStringConvertible {
  let role: RoleDescription.Role
  let server: HTTPServer
  let publicAddress: Address?
  let announce: @Sendable (ReadyLine) -> Void
  let prepare: @Sendable (Address) async throws -> PreparedRole

  /// For the log of whoever runs it, which prints it at its finest level.
  var description: String { "role \(role.rawValue)" }

  func run() async throws {
    let bound = try await server.address
    let address = publicAddress ?? bound
    let prepared = try await stoppable {
      let prepared = try await prepare(address)
      try await prepared.word.give()
      return prepared
    }
    guard let prepared else { return }
    announce(ReadyLine(role: role, address: address))
    _ = try await stoppable { try await prepared.run() }
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
