import SemperTrustedUI

/// What a wallet could not do, and what to do about it: a text that exists in each language.
public struct WalletError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable { case notReachable, notUnderstood, notFound, notPossible, busy }
  public let code: Code
  public let text: WalletText
  /// What is filled into the text.
  public let parts: [String: String]

  public init(_ code: Code, _ text: WalletText, _ parts: [String: String] = [:]) {
    self.code = code
    self.text = text
    self.parts = parts
  }

  public var description: String { WalletTexts.of(.english)(text, parts) }
}
