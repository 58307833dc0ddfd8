import NIOCore

/// Where a server listens and what it bears from all its clients together.
public struct HTTPServerConfiguration: Sendable {
  /// A name or address of this machine. Off loopback `tls` is required.
  public var host: String
  /// 0 for any free one.
  public var port: Int
  public var tls: TLSIdentity?
  public var mostConnections = 512
  /// Seconds without a request, or between two parts of one, after which a connection is closed; bounds the time that a
  /// request's head may take.
  public var idleSeconds = 30
  /// Bytes of all header fields of a request together.
  public var headerBytes = 16 << 10
  public var headerFields = 64
  /// Seconds that requests may still run after the server was told to stop.
  public var stopSeconds = 10
  /// By which the rates of requests are counted: nanoseconds since any fixed moment, and never back.
  public var moment: @Sendable () -> Int64 = { Int64(clamping: NIODeadline.now().uptimeNanoseconds) }

  public init(host: String = "127.0.0.1", port: Int = 0, tls: TLSIdentity? = nil) {
    self.host = host
    self.port = port
    self.tls = tls
  }

  /// The host as it is written in an address.
  var written: String { host.contains(":") ? "[\(host)]" : host }
}
