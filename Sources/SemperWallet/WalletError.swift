/// What a wallet could not do, and what to do about it.
public struct WalletError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable { case notReachable, notUnderstood, notFound, notPossible, busy }
  public let code: Code
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
