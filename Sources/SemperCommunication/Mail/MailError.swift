/// Why a mail is of no use.
public struct MailError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable { case malformed, tooLarge, notFound, ambiguous }
  public let code: Code
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
