public import SemperCoding
import SemperCryptography
public import SemperModel

/// What is known of a stream before its first byte: who produces it, of which type it is, and the digest of its key.
/// Its own digest is the stream's name, and every chunk is sealed under that name.
public struct StreamHeader: Hashable, Sendable, CanonicalValue {
  /// Bytes of every plain chunk but the last.
  public static let chunkSize = 64 << 10

  public let producer: PublicKey
  public let mediaType: MediaType
  public let key: Digest
  public let nonce: Nonce

  public init(producer: PublicKey, mediaType: MediaType, key: StreamKey, nonce: Nonce) {
    self.producer = producer
    self.mediaType = mediaType
    self.key = key.digest
    self.nonce = nonce
  }

  public var digest: Digest { Digest(of: canonicalBytes, for: .streamHeader) }

  public var json: JSON {
    .fields([
      "key": key.json, "nonce": nonce.json, "producer": producer.json, "type": mediaType.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    key = try fields.value("key")
    nonce = try fields.value("nonce")
    producer = try fields.value("producer")
    mediaType = try fields.value("type")
    try fields.close()
  }
}
