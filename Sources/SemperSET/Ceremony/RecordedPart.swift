/// A part of a recorded message that other tools can check by itself, under a name that says what it is.
public struct RecordedPart: Sendable, Hashable {
  public let name: String
  public let bytes: [UInt8]
}
