public import SemperCoding

/// One file of content as its manifest names it.
public struct ContentFile: Hashable, Sendable, CanonicalValue {
  public let path: ContentPath
  /// In bytes; a file may be empty.
  public let length: Int64
  public let mediaType: MediaType

  /// A negative or absurd length is refused.
  public init(path: ContentPath, length: Int64, mediaType: MediaType) throws(CodingError) {
    guard (0...ChunkLayout.longestContent).contains(length) else {
      throw CodingError(.outOfRange, "a file has 0 to \(ChunkLayout.longestContent) bytes")
    }
    self.path = path
    self.length = length
    self.mediaType = mediaType
  }

  public var json: JSON {
    .fields(["length": length.json, "path": path.json, "type": mediaType.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(
      path: fields.value("path"), length: fields.value("length"), mediaType: fields.value("type"))
    try fields.close()
  }
}
