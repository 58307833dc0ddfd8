/// The messages of one registration, and whose it was.
public struct RecordedRegistration: Sendable, Hashable {
  public let of: String
  public let messages: [RecordedMessage]
}
