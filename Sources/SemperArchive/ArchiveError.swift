/// Why the archive could not do what was asked. The message says what to do.
public struct ArchiveError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    case corrupt, locked, exists, busy, unavailable, newerVersion
  }
  public let code: Code
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
