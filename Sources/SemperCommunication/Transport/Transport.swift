public import SemperModel

/// Carries requests to roles and answers back. The only way out of a process.
///
/// Redirects are never followed. The answer is bounded before it is read. `TransportError` means that no answer came;
/// whether the request was carried out is then unknown.
public protocol Transport: Sendable {
  /// - Parameters:
  ///   - largest: the most bytes of body that are accepted.
  ///   - within: for the whole exchange, counted from now.
  func send(
    _ request: Request, to address: Address, largest: Int, within: Span
  ) async throws -> ReceivedReply

  /// Like `send`, but hands the body of a 200 or 206 answer over in pieces as they come; the next piece is read from
  /// the network when the last one has been dealt with. The limit of time is for each piece; `largest` is for the
  /// whole.
  ///
  /// - Parameters:
  ///   - head: gets the answer without its body before the first piece; what it throws ends the exchange.
  ///   - piece: gets each piece; what it throws ends the exchange.
  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    head: @escaping @Sendable (ReceivedReply) async throws -> Void,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply
}

extension Transport {
  /// Like `stream` above, for who needs the head only at the end.
  public func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    _ piece: @escaping @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply {
    try await stream(request, to: address, largest: largest, within: within, head: { _ in }, piece)
  }
}

/// An answer as received; the body is empty where it was handed over in pieces.
public struct ReceivedReply: Sendable {
  public let status: Int
  public let contentType: String?
  public let headers: [String: String]
  public let body: [UInt8]

  public init(status: Int, contentType: String?, headers: [String: String], body: [UInt8]) {
    self.status = status
    self.contentType = contentType
    self.headers = headers
    self.body = body
  }
}

/// No answer came, or none that can be understood.
public struct TransportError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable { case unreachable, timedOut, tooLarge, malformed, interrupted }
  public let code: Code
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
