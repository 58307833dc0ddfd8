import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
public import SemperCommunication
public import SemperModel

/// The way out of a process over HTTP/1.1 and TLS 1.3, with connections that are used again.
///
/// No redirect is followed, nothing is decompressed, no proxy of the environment is asked. Call `shutdown()` when done.
public final class HTTPClientTransport: Transport {
  private let client: HTTPClient
  private let loops = MultiThreadedEventLoopGroup.singleton

  /// - Parameters:
  ///   - trustRoots: certificates in PEM that alone are trusted; `nil` for those of the system.
  ///   - connections: the most to one address at a time.
  /// - Throws: `HTTPError` when the roots cannot be read.
  public init(trustRoots: [UInt8]? = nil, connections: Int = 16) throws(HTTPError) {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv13
    if let trustRoots {
      guard let roots = try? NIOSSLCertificate.fromPEMBytes(trustRoots), !roots.isEmpty else {
        throw HTTPError(.certificate, "the trust roots are not readable PEM; check the file")
      }
      tls.trustRoots = .certificates(roots)
    }
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5)),
      decompression: .disabled)
    configuration.httpVersion = .http1Only
    // Well below the idle limit of our servers, so that a request does not meet a connection that is just being closed.
    configuration.connectionPool.idleTimeout = .seconds(10)
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroupProvider: .shared(loops), configuration: configuration)
  }

  /// Closes all connections. Nothing may be sent afterwards.
  public func shutdown() async throws { try await client.shutdown() }

  public func send(
    _ request: Request, to address: Address, largest: Int, within: Span
  ) async throws -> ReceivedReply {
    try await withAlarm(within, to: address) { _ in
      let response = try await self.execute(request, address, within)
      let body = try await ReplyBody(response, largest: largest).collect()
      return Self.received(response, body: body)
    }
  }

  public func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    try await withAlarm(within, to: address) { alarm in
      let response = try await self.execute(request, address, within)
      let body = try ReplyBody(response, largest: largest)
      guard response.status == .ok || response.status == .partialContent else {
        return Self.received(response, body: try await body.collect())
      }
      let received = Self.received(response, body: [])
      try await Hook.guarded { try await head(received) }
      try await body.deliver { bytes in
        alarm.renew()
        try await Hook.guarded { try await piece(bytes[...]) }
        alarm.renew()
      }
      return received
    }
  }

  private func execute(
    _ request: Request, _ address: Address, _ within: Span
  ) async throws -> HTTPClientResponse {
    let query = request.query.isEmpty ? "" : "?" + FormText.write(request.query)
    var message = HTTPClientRequest(url: address.text + request.path + query)
    message.method = HTTPMethod(rawValue: request.method.rawValue)
    message.headers.add(name: "accept-encoding", value: "identity")
    if let type = request.contentType { message.headers.add(name: "content-type", value: type) }
    if let key = request.idempotencyKey { message.headers.add(name: "idempotency-key", value: key) }
    if let language = request.acceptLanguage { message.headers.add(name: "accept-language", value: language) }
    if let host = request.host { message.headers.add(name: "host", value: host) }
    if let origin = request.origin { message.headers.add(name: "origin", value: origin) }
    if let cookie = request.cookie { message.headers.add(name: "cookie", value: cookie) }
    if let range = request.range {
      message.headers.add(name: "range", value: "bytes=\(range.first)-\(range.last.map(String.init) ?? "")")
    }
    if request.method == .post || !request.body.isEmpty { message.body = .bytes(ByteBuffer(bytes: request.body)) }
    return try await client.execute(message, timeout: .seconds(within.seconds))
  }

  private func withAlarm(
    _ within: Span, to address: Address, _ exchange: @escaping @Sendable (ExchangeAlarm) async throws -> ReceivedReply
  ) async throws -> ReceivedReply {
    let alarm = ExchangeAlarm(on: loops.any(), after: .seconds(within.seconds))
    let work = Task { try await exchange(alarm) }
    alarm.watch(work)
    defer { alarm.stop() }
    do {
      return try await withTaskCancellationHandler {
        try await work.value
      } onCancel: {
        work.cancel()
      }
    } catch let error as Hook.Failure {
      throw error.cause
    } catch {
      try Task.checkCancellation()
      throw alarm.hasRung
        ? TransportError(.timedOut, "no answer came within \(within)") : TransportError(http: error, at: address)
    }
  }

  private static func received(_ response: HTTPClientResponse, body: [UInt8]) -> ReceivedReply {
    var headers: [String: String] = [:]
    for (name, value) in response.headers {
      headers[name.lowercased(), default: ""] += (headers[name.lowercased()] == nil ? "" : ", ") + value
    }
    return ReceivedReply(
      status: Int(response.status.code), contentType: headers["content-type"], headers: headers, body: body)
  }
}
