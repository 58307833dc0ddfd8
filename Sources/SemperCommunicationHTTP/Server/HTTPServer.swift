import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOCore
import NIOPosix
public import SemperCommunication
public import ServiceLifecycle

/// A role on the network: its routes, and beside them `/health/live`, `/health/ready`, `/metrics` and `/openapi.json`.
///
/// Run it in a `ServiceGroup`. When the group stops gracefully, no connection is accepted any more, long polls end with
/// what they have, and requests under way have `stopSeconds` to finish.
public struct HTTPServer: Service, CustomStringConvertible {
  private let configuration: HTTPServerConfiguration
  private let responder: Responder
  private let binding = Binding()
  private let logger: Logger
  private let onReady: @Sendable (Address) async -> Void

  /// - Parameters:
  ///   - title: the role's name, for the description of its routes.
  ///   - checks: what must hold for the role to be ready.
  ///   - onReady: called once, when requests are accepted, with the address that is bound.
  /// - Throws: `HTTPError` when plain HTTP is asked for off loopback.
  public init(
    _ title: String, routes: [Route], configuration: HTTPServerConfiguration = HTTPServerConfiguration(),
    checks: [HealthCheck] = [], logger: Logger, onReady: @escaping @Sendable (Address) async -> Void = { _ in }
  ) throws(HTTPError) {
    guard configuration.tls != nil || (try? Address("http://\(configuration.written)")) != nil else {
      throw HTTPError(
        .plainHTTP, "\(configuration.host) can be reached from elsewhere: give a certificate, or listen on 127.0.0.1")
    }
    self.configuration = configuration
    self.logger = logger
    self.onReady = onReady
    let metrics = ServerMetrics()
    let all = routes + OperationRoutes.make(title: title, routes: routes, checks: checks, metrics: metrics)
    metrics.name(all)
    responder = Responder(
      RouteTable(all), metrics: metrics, secure: configuration.tls != nil, logger: logger,
      moment: configuration.moment)
  }

  /// The address that is bound; waits until it is.
  ///
  /// - Throws: when the server ended without being bound.
  public var address: Address {
    get async throws { try await binding.address }
  }

  /// Where it is told to listen, for the log of whoever runs it.
  public var description: String { "server at \(configuration.written)" }

  public func run() async throws {
    let server = try makeServer()
    defer { binding.fail(HTTPError(.address, "the server has stopped")) }
    try await withGracefulShutdownHandler {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          do { try await server.run() } catch let error as IOError {
            throw HTTPError(.address, "\(configuration.host):\(configuration.port) cannot be bound: \(error)")
          }
        }
        group.addTask {
          try await gracefulShutdown()
          try await Task.sleep(for: .seconds(configuration.stopSeconds))
          logger.warning("requests were cut off because they did not finish in time")
          responder.inFlight.abort()
        }
        defer { group.cancelAll() }
        try await group.next()
      }
    } onGracefulShutdown: {
      responder.inFlight.stop()
    }
  }

  private func makeServer() throws -> any Service {
    var limits = HTTP1Channel.Configuration.DecoderConfiguration()
    limits.maxHeaderFieldSize = configuration.headerBytes
    limits.maxHeaderListSize = configuration.headerBytes
    limits.maxHeaderFieldCount = configuration.headerFields
    let plain = HTTPServerBuilder.http1(
      configuration: HTTP1Channel.Configuration(
        idleTimeout: .seconds(Int64(configuration.idleSeconds)), httpDecoderConfiguration: limits))
    let builder =
      try configuration.tls.map { try HTTPServerBuilder.tls(plain, tlsConfiguration: $0.configuration) } ?? plain
    let responder = responder
    return try builder.buildServer(
      configuration: ServerConfiguration(
        address: .hostname(configuration.host, port: configuration.port),
        availableConnectionsDelegate: MaximumAvailableConnections(configuration.mostConnections)),
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger,
      responder: { request, writer, channel in try await responder.respond(to: request, writer, on: channel) },
      onServerRunning: { channel in await ready(channel.localAddress?.port) })
  }

  private func ready(_ port: Int?) async {
    let scheme = configuration.tls == nil ? "http" : "https"
    do {
      let address = try Address("\(scheme)://\(configuration.written):\(port ?? configuration.port)")
      binding.succeed(address)
      await onReady(address)
    } catch {
      binding.fail(HTTPError(.address, "“\(configuration.host)” is no name that an address can hold"))
    }
  }
}
