import ArgumentParser
import Foundation
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP

/// Which arbiter is asked, and how.
struct ArbiterOptionsGroup: ParsableArguments {
  @Argument(help: "Where the arbiter answers, such as https://arbiter.example.")
  var address: Address
  @Option(help: "Certificates (PEM) that TLS trusts in place of the system's.")
  var tlsRoots: String?

  func withTransport<Result>(_ body: (HTTPClientTransport) async throws -> Result) async throws -> Result {
    let roots = try tlsRoots.map { path in
      guard let data = FileManager.default.contents(atPath: path) else {
        throw ValidationError("\(path) cannot be read")
      }
      return Array(data)
    }
    let transport = try HTTPClientTransport(trustRoots: roots)
    do {
      let result = try await body(transport)
      try await transport.shutdown()
      return result
    } catch {
      try? await transport.shutdown()
      throw error
    }
  }

  func withClient<Result>(_ body: (ArbiterLogClient) async throws -> Result) async throws -> Result {
    try await withTransport { try await body(ArbiterLogClient(transport: $0, address: address)) }
  }
}
