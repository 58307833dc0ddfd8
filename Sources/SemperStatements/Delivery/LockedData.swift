public import SemperCoding
public import SemperModel

/// The locked form of content in one exchange: the root of its ciphertext, ζ. The owner signs it in its commit message.
///
/// The ciphertext travels beside it. Holding both a checked ciphertext and the opening is holding the content.
public struct LockedData: Hashable, Sendable, CanonicalValue {
  /// ζ = `H(cipher-root ‖ u64 length ‖ u64 chunks ‖ Merkle root)` over the sealed chunks.
  public let root: Digest
  /// Bytes of the whole ciphertext.
  public let length: Int64
  public let chunks: Int

  init(root: Digest, layout: ChunkLayout) {
    self.root = root
    length = layout.sealedLength
    chunks = layout.chunks
  }

  /// Whether the sizes are those of the content: what can be said about a lock without its ciphertext. The same pure
  /// check for the peer and for the arbiter.
  ///
  /// Refuses with `lockInvalid`.
  public func check(against content: ContentRoot) throws(Refusal) { try check(length: content.length) }

  /// The same for content of which only the length is described, which must be positive.
  public func check(length content: Int64) throws(Refusal) {
    let layout = ChunkLayout(length: content)
    guard length == layout.sealedLength, chunks == layout.chunks else {
      throw Refusal(
        .lockInvalid, blame: .peer,
        "locked data of \(length) bytes in \(chunks) chunks does not fit content of \(content) bytes")
    }
  }

  /// The chunks that the sizes stand for; `nil` when they fit no content.
  var layout: ChunkLayout? {
    let (plain, overflow) = length.subtractingReportingOverflow(Int64(chunks) * Int64(ChunkLayout.sealingOverhead))
    guard !overflow, (1...ChunkLayout.longestContent).contains(plain) else { return nil }
    let layout = ChunkLayout(length: plain)
    return layout.chunks == chunks ? layout : nil
  }

  public var json: JSON { .fields(["chunks": chunks.json, "length": length.json, "root": root.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    root = try fields.value("root")
    length = try fields.value("length")
    chunks = try fields.value("chunks")
    try fields.close()
    guard length > 0, chunks > 0 else { throw CodingError(.outOfRange, "locked data has at least one chunk") }
  }
}
