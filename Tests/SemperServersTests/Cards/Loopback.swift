import Logging
import SemperCommunication
import SemperCommunicationHTTP
import SemperServers
import ServiceLifecycle

/// Roles over real HTTP on this machine, for as long as a test takes.
enum Loopback {
  static func serving<Result: Sendable>(
    _ routes: [Route], _ body: (Address) async throws -> Result
  ) async throws -> Result {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let server = try HTTPServer("test", routes: routes, configuration: HTTPServerConfiguration(), logger: logger)
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [.init(service: server, successTerminationBehavior: .gracefullyShutdownGroup)], logger: logger))
    async let running: Void = group.run()
    let address = try await server.address
    let result: Swift.Result<Result, any Error>
    do {
      result = .success(try await body(address))
    } catch {
      result = .failure(error)
    }
    await group.triggerGracefulShutdown()
    try await running
    return try result.get()
  }

  static func client<Result: Sendable>(_ body: (HTTPClientTransport) async throws -> Result) async throws -> Result {
    let client = try HTTPClientTransport(trustRoots: nil)
    let result: Swift.Result<Result, any Error>
    do {
      result = .success(try await body(client))
    } catch {
      result = .failure(error)
    }
    try await client.shutdown()
    return try result.get()
  }
}
