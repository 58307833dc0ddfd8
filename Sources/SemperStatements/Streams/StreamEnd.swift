public import SemperCoding
public import SemperCryptography
public import SemperModel

/// How a stream ended, signed by its producer when it is complete: the root over everything, which nobody knows before.
///
/// Chunks that arrive earlier are genuine for whoever trusts all holders of the key; this makes them the producer's word.
public struct StreamEnd: StatementContent {
  public static let kind = StatementKind.streamEnd

  /// The digest of the header.
  public let stream: Digest
  /// `H(stream-root ‖ header digest ‖ u64 length ‖ u64 chunks ‖ Merkle root)` over the sealed chunks.
  public let root: Digest
  /// Bytes of the content.
  public let length: Int64
  public let chunks: Int
  public let producer: PublicKey

  public init(stream: Digest, root: Digest, length: Int64, chunks: Int, producer: PublicKey) {
    self.stream = stream
    self.root = root
    self.length = length
    self.chunks = chunks
    self.producer = producer
  }

  public var signers: [Thumbprint] { [producer.thumbprint] }
  public var introducedKeys: [PublicKey] { [producer] }
  public var json: JSON {
    .fields([
      "chunks": chunks.json, "length": length.json, "producer": producer.json, "root": root.json,
      "stream": stream.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    chunks = try fields.value("chunks")
    length = try fields.value("length")
    producer = try fields.value("producer")
    root = try fields.value("root")
    stream = try fields.value("stream")
    try fields.close()
    guard (0...ChunkLayout.longestContent).contains(length),
      Int64(chunks) == max(1, (length + Int64(StreamHeader.chunkSize) - 1) / Int64(StreamHeader.chunkSize))
    else { throw CodingError(.outOfRange, "the number of chunks does not follow from the length") }
  }
}
