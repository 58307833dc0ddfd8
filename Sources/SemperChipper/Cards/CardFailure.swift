/// A card could not be spoken to, or spoke nonsense. What a card refuses is a `StatusWord` instead.
///
/// After `noAnswer`, `removed` or `reset` it is unknown whether the last command was carried out: ask the card with GET PREVIOUS
/// SIGNATURE.
public struct CardFailure: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// No library, no daemon, no reader by this name.
    case noLibrary, noService, noReader
    /// Nothing in the reader, or somebody else holds it.
    case noCard, inUse
    /// The card went or was reset while we spoke with it.
    case removed, reset
    case noAnswer
    /// The answer is not one that this card gives.
    case malformed
  }

  public let code: Code
  /// What happened and what to do next.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
