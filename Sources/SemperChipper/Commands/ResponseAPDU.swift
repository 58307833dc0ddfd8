public import SemperCoding

/// A card's answer to one command: data and a status word.
public struct ResponseAPDU: Hashable, Sendable {
  public static let largest = 256 + 2

  public let data: [UInt8]
  public let status: StatusWord

  public init(_ data: [UInt8] = [], _ status: StatusWord = .done) {
    self.data = data
    self.status = status
  }

  public init(bytes: [UInt8]) throws(CodingError) {
    guard (2...Self.largest).contains(bytes.count) else {
      throw CodingError(.wrongForm, "a card answers with 2 to \(Self.largest) bytes")
    }
    data = Array(bytes.dropLast(2))
    status = StatusWord(UInt16(bytes[bytes.count - 2]) << 8 | UInt16(bytes[bytes.count - 1]))
  }

  public var bytes: [UInt8] { data + status.bytes }
}
