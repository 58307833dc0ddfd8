public import SemperCoding
public import SemperModel

/// What an arbiter needs to know of content to judge a complaint: its root and its length, but no file's name.
public struct ContentRoot: Hashable, Sendable, CanonicalValue {
  public let root: Digest
  /// In bytes.
  public let length: Int64
  /// Of its ciphertext, in bytes.
  public var sealedLength: Int64 { layout.sealedLength }
  var layout: ChunkLayout { ChunkLayout(length: length) }

  init(root: Digest, length: Int64) {
    self.root = root
    self.length = length
  }

  public var json: JSON { .fields(["length": length.json, "root": root.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    length = try fields.value("length")
    root = try fields.value("root")
    try fields.close()
    guard (1...ChunkLayout.longestContent).contains(length) else {
      throw CodingError(.outOfRange, "content has at least one byte").inside("length")
    }
  }
}

extension ContentDescription {
  /// The part of the description that an exchange names.
  public var summary: ContentRoot { ContentRoot(root: root, length: length) }
}
