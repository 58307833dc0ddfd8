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

  /// Like `send`, but hands the body of a 200 or 206 answer over in pieces as they come. The limit of time is for each
  /// piece; `largest` is for the whole.
  func stream(
    _ request: Request, to address: Address, largest: Int, within: Span,
    _ piece: @Sendable (ArraySlice<UInt8>) async throws -> Void
  ) async throws -> ReceivedReply
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
