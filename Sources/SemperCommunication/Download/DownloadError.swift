/// Why a download ended without its bytes. What has arrived stays in the file, so that a later run goes on from there.
public struct DownloadError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// The disk or the file.
    case file
    /// The server's answer does not fit what was asked.
    case wrongAnswer
    /// No progress after all attempts.
    case gaveUp
  }
  public let code: Code
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
