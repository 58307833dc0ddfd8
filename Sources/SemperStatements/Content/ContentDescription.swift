public import SemperCoding
public import SemperModel

/// What content is, down to the last bit: its root, its sizes and its files. It stands in signed offers.
///
/// Fairness is "what was described": whoever signs the description vouches for what the root means. Chunk size and
/// count follow from the length, and a description in which they do not is refused.
public struct ContentDescription: Hashable, Sendable, CanonicalValue {
  /// `H(content-root ‖ sizes ‖ Merkle root)` over the salted chunks.
  public let root: Digest
  public let manifest: ContentManifest
  public var layout: ChunkLayout { ChunkLayout(length: manifest.length) }
  /// In bytes.
  public var length: Int64 { manifest.length }
  /// Bytes of the leaf list that a buyer downloads with the ciphertext.
  public var leafListLength: Int { layout.chunks * Digest.size }

  public init(root: Digest, manifest: ContentManifest) {
    self.root = root
    self.manifest = manifest
  }

  public var json: JSON {
    .fields([
      "chunkSize": layout.chunkSize.json, "chunks": layout.chunks.json, "files": manifest.json,
      "length": length.json, "root": root.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(root: fields.value("root"), manifest: fields.value("files"))
    let length: Int64 = try fields.value("length")
    let chunkSize: Int = try fields.value("chunkSize")
    let chunks: Int = try fields.value("chunks")
    try fields.close()
    guard length == self.length, chunkSize == layout.chunkSize, chunks == layout.chunks else {
      throw CodingError(.outOfRange, "length, chunk size and count do not follow from the files")
    }
  }
}
