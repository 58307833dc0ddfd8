/// Something that only this means of payment can do, as a line of its menu: register a card, change a PIN, load.
public struct SpecialOperation: Hashable, Sendable {
  /// What the operation asks for before it runs.
  public enum Input: Hashable, Sendable {
    case none
    case amount
    /// A text by that name; a secret one is not shown while it is typed and never logged.
    case text(String, isSecret: Bool)
  }

  /// Lower-case words joined by `-`; programs find the words for people by it.
  public let name: String
  public let input: Input

  public init(_ name: String, input: Input = .none) {
    self.name = name
    self.input = input
  }
}
