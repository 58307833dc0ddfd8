/// An independent judge could not be asked, and what to do about it.
public struct OracleError: Error, CustomStringConvertible, Sendable {
  public let description: String
}
