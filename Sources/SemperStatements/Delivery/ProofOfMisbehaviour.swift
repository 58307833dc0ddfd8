public import SemperCoding
public import SemperModel

/// Proof that a seller has locked something else than it described: one sealed chunk with its way to ζ, and the leaf it
/// should have opened to with its way to the root of the content.
///
/// Both roots are signed by the seller, and the opening is committed to by a hash, so nobody needs to trust the buyer.
/// About 90 KB for chunks of 64 KiB and 350 KB for chunks of 256 KiB, however large the content is.
public struct ProofOfMisbehaviour: Hashable, Sendable, CanonicalValue {
  private static let longestPath = 64
  private static let largestChunk = (256 << 10) + ChunkLayout.sealingOverhead

  /// Index of the chunk.
  public let chunk: Int
  /// `z_j` as the seller committed to it.
  public let sealed: [UInt8]
  public let cipherPath: [Digest]
  public let leaf: Digest
  public let contentPath: [Digest]

  public init(chunk: Int, sealed: [UInt8], cipherPath: [Digest], leaf: Digest, contentPath: [Digest]) {
    self.chunk = chunk
    self.sealed = sealed
    self.cipherPath = cipherPath
    self.leaf = leaf
    self.contentPath = contentPath
  }

  public var json: JSON {
    .fields([
      "chunk": chunk.json, "cipherPath": cipherPath.json, "contentPath": contentPath.json, "leaf": leaf.json,
      "sealed": ByteString(sealed).json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let sealed: ByteString = try fields.value("sealed")
    try self.init(
      chunk: fields.value("chunk"), sealed: sealed.bytes, cipherPath: fields.value("cipherPath"),
      leaf: fields.value("leaf"), contentPath: fields.value("contentPath"))
    try fields.close()
    guard chunk >= 0 else { throw CodingError(.outOfRange, "chunks count from 0").inside("chunk") }
    guard sealed.bytes.count <= Self.largestChunk else {
      throw CodingError(.tooLarge, "a sealed chunk has at most \(Self.largestChunk) bytes").inside("sealed")
    }
    guard max(cipherPath.count, contentPath.count) <= Self.longestPath else {
      throw CodingError(.tooMany, "a path has at most \(Self.longestPath) digests")
    }
  }
}
