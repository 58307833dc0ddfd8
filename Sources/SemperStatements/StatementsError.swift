/// Work on content that could not be done here. What the peer did wrong is a `Refusal` instead.
public struct StatementsError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// A file or directory could not be read or written.
    case storage
    /// The seller's files are not those that were described.
    case contentChanged
    /// The directory holds something that cannot be part of content.
    case unsuitableContent
    /// The buyer's copy of the ciphertext is not the one that was checked.
    case damagedDelivery
    /// There is something else where the content is to be written.
    case targetOccupied
    case cryptography
  }
  public let code: Code
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
