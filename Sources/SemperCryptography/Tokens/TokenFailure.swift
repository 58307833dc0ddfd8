/// A hardware token could not be used. The message says what to do.
public struct TokenFailure: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// No library at this path, or none of PKCS #11.
    case noLibrary
    /// No token by this label.
    case noToken
    /// The PIN is wrong or blocked.
    case pinRefused
    /// No such key that may sign.
    case noKey
    /// The token refused or failed; the message has its code.
    case failed
  }

  public let code: Code
  public let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
