import Logging
import SemperCommunication
import SemperCommunicationHTTP
import ServiceLifecycle

/// Runs a server for as long as the body takes, then stops it gracefully.
func withServer<Result: Sendable>(
  _ routes: [Route], _ configuration: HTTPServerConfiguration = HTTPServerConfiguration(), checks: [HealthCheck] = [],
  _ body: (Address) async throws -> Result
) async throws -> Result {
  try await withServerGroup(routes, configuration, checks: checks) { address, _ in try await body(address) }
}

/// The same, for who stops the server on their own.
func withServerGroup<Result: Sendable>(
  _ routes: [Route], _ configuration: HTTPServerConfiguration = HTTPServerConfiguration(), checks: [HealthCheck] = [],
  _ body: (Address, ServiceGroup) async throws -> Result
) async throws -> Result {
  var logger = Logger(label: "test")
  logger.logLevel = .critical
  let server = try HTTPServer("test", routes: routes, configuration: configuration, checks: checks, logger: logger)
  let group = ServiceGroup(
    configuration: ServiceGroupConfiguration(
      services: [.init(service: server, successTerminationBehavior: .gracefullyShutdownGroup)], logger: logger))
  async let running: Void = group.run()
  let address = try await server.address
  do {
    let result = try await body(address, group)
    await group.triggerGracefulShutdown()
    try await running
    return result
  } catch {
    await group.triggerGracefulShutdown()
    try await running
    throw error
  }
}

/// Gives the body a client and closes it.
func withClient<Result: Sendable>(
  trustRoots: [UInt8]? = nil, _ body: (HTTPClientTransport) async throws -> Result
) async throws -> Result {
  let client = try HTTPClientTransport(trustRoots: trustRoots)
  do {
    let result = try await body(client)
    try await client.shutdown()
    return result
  } catch {
    try await client.shutdown()
    throw error
  }
}
