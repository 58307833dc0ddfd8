/// A cryptographic operation that could not be done. What an outsider sent wrong is a `Refusal` instead.
public struct CryptographyError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable { case invalidKey, failed, authenticationFailed }
  public let code: Code
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
