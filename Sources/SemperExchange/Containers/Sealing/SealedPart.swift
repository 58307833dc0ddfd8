public import SemperCoding
public import SemperModel

/// A branch of a container under a seal: one content key encrypts it, and that key is sealed to each recipient.
///
/// It names no recipient; each tries the keys. The content key alone does not commit to the content, the digest does: it
/// is part of the tree above, and what opens must have it.
public struct SealedPart: Hashable, Sendable, CanonicalValue {
  public static let mostRecipients = 16
  /// Encapsulated key, 32 bytes of content key, tag.
  static let sealedKeySize = 80

  /// Digest of the branch inside.
  public let digest: Digest
  public let box: ByteString
  /// Sorted, so that the order tells nothing. Empty while a receipt is awaited.
  public let keys: [ByteString]

  init(digest: Digest, box: ByteString, keys: [ByteString]) {
    self.digest = digest
    self.box = box
    self.keys = keys
  }

  public var json: JSON { .fields(["box": box.json, "digest": digest.json, "keys": keys.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    digest = try fields.value("digest")
    box = try fields.value("box")
    keys = try fields.value("keys")
    try fields.close()
    try Self.check(keys)
  }

  static func check(_ keys: [ByteString]) throws(CodingError) {
    guard keys.count <= mostRecipients, keys.allSatisfy({ $0.bytes.count == sealedKeySize }),
      zip(keys, keys.dropFirst()).allSatisfy({ $0.bytes.lexicographicallyPrecedes($1.bytes) })
    else { throw CodingError(.wrongForm, "a part has at most \(mostRecipients) sealed keys, sorted and different") }
  }
}
