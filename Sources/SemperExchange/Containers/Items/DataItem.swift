public import SemperCoding
import SemperModel
public import SemperStatements

/// Data that travels inside a container, such as a form or a note: at most 64 KiB. More goes beside it as content.
public struct DataItem: Hashable, Sendable, CanonicalValue {
  public static let largest = 64 << 10
  public let mediaType: MediaType
  public let bytes: [UInt8]

  /// Refuses more than 64 KiB.
  public init(mediaType: MediaType, bytes: [UInt8]) throws(CodingError) {
    guard bytes.count <= Self.largest else {
      throw CodingError(.tooLarge, "data inside a container has at most \(Self.largest) bytes; send more as content")
    }
    self.mediaType = mediaType
    self.bytes = bytes
  }

  public var json: JSON { .fields(["bytes": ByteString(bytes).json, "type": mediaType.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(mediaType: fields.value("type"), bytes: fields.value("bytes", as: ByteString.self).bytes)
    try fields.close()
  }
}
