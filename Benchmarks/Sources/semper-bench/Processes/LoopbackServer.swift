import Logging
import SemperCommunication
import SemperCommunicationHTTP
import SemperModel
import ServiceLifecycle

/// Routes on a free port of loopback, as the servers of the roles serve them.
enum LoopbackServer {
  static let quiet = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }

  static func run(
    _ title: String, _ routes: [Route], onReady: @escaping @Sendable (Address) async throws -> Void
  ) async throws {
    let server = try HTTPServer(title, routes: routes.map(unhurried), logger: quiet) { address in
      // A parent that cannot be told is gone, and this process ends with it.
      try? await onReady(address)
    }
    try await ServiceGroup(configuration: .init(services: [.init(service: server)], logger: quiet)).run()
  }

  /// The same for as long as something is done with it.
  static func with<Result: Sendable>(
    _ title: String, _ routes: [Route], _ body: (Address) async throws -> Result
  ) async throws -> Result {
    let (addresses, ready) = AsyncStream.makeStream(of: Address.self)
    let server = Task {
      defer { ready.finish() }
      try await run(title, routes) { ready.yield($0) }
    }
    defer { server.cancel() }
    for await address in addresses { return try await body(address) }
    throw BenchmarkError("the server has no address")
  }

  /// All load comes from one source, for which the limit of requests a second is not meant.
  private static func unhurried(_ route: Route) -> Route {
    var limits = route.limits
    limits.perSecond = 1_000_000
    return Route(route.method, route.pattern, summary: route.summary, limits: limits, handler: route.handler)
  }
}
