import SemperCoding
import SemperCryptography

/// A message of a recorded purchase, under the name that SET gives it.
public struct RecordedMessage: Sendable, Hashable {
  public let name: String
  public let bytes: [UInt8]

  init(_ bytes: [UInt8]) throws(CodingError) {
    name = try MessageWrapper(derBytes: bytes).message.name
    self.bytes = bytes
  }
}
