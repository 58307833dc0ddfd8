public import SemperModel

/// The way to the issuer: sends a message and waits for the authentic message that answers it.
public protocol CardLink: Sendable {
  /// The answer to this message, `nil` when there is none by then. Throws `CardLinkDown` when there is no line.
  func exchange(_ message: CardMessage, until time: Timestamp) async throws -> CardMessage?
}

/// There is no line to the issuer now.
public struct CardLinkDown: Error {
  public init() {}
}
