/// Why a server or a client over HTTP could not be set up. The message says what to do.
public struct HTTPError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// Plain HTTP was asked for where others can listen.
    case plainHTTP
    /// A certificate or key cannot be used.
    case certificate
    /// The address cannot be bound.
    case address
  }
  public let code: Code
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
