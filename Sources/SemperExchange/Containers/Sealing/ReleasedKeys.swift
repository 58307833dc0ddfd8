public import SemperCoding
import SemperModel

/// The sealed keys of parts whose content a receiver gets for its receipt. They travel after the container, in the open:
/// each is sealed to a recipient.
public struct ReleasedKeys: Hashable, Sendable, CanonicalValue {
  struct Part: Hashable, Sendable, CanonicalValue {
    let digest: Digest
    let keys: [ByteString]

    init(digest: Digest, keys: [ByteString]) {
      self.digest = digest
      self.keys = keys
    }

    var json: JSON { .fields(["digest": digest.json, "keys": keys.json]) }

    init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      digest = try fields.value("digest")
      keys = try fields.value("keys")
      try fields.close()
      try SealedPart.check(keys)
    }
  }

  /// Sorted by digest.
  let parts: [Part]

  init(_ parts: [Part]) {
    self.parts = parts.sorted { $0.digest.bytes.lexicographicallyPrecedes($1.digest.bytes) }
  }

  func keys(of part: Digest) -> [ByteString] { parts.first { $0.digest == part }?.keys ?? [] }

  public var json: JSON { parts.json }

  public init(json: JSON) throws(CodingError) {
    parts = try [Part](json: json)
    guard parts.count <= ContainerLimits.nodes,
      zip(parts, parts.dropFirst()).allSatisfy({ $0.digest.bytes.lexicographicallyPrecedes($1.digest.bytes) })
    else { throw CodingError(.notCanonical, "released parts are sorted, different and not more than a container's") }
  }
}
