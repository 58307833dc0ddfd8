/// Why a role cannot be started. The message says what to do.
public struct ServerError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// An option is missing or does not fit.
    case options
    /// A file cannot be read or is not what it should be.
    case file
    /// The role has no certificate and cannot get one.
    case certificate
    /// Another role that is needed does not answer.
    case counterpart
    /// A page or a text of the program is missing.
    case resource
  }
  public let code: Code
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
