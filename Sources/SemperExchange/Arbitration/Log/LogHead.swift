public import SemperCoding
public import SemperModel

/// How long a log is and the Merkle root over all of it. A log that only grows has exactly one root for each size.
public struct LogHead: Hashable, Sendable, CanonicalValue {
  public let size: Int
  public let root: Digest

  public init(size: Int, root: Digest) {
    self.size = size
    self.root = root
  }

  public var json: JSON { .fields(["root": root.json, "size": size.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    root = try fields.value("root")
    size = try fields.value("size")
    try fields.close()
    guard size > 0 else { throw CodingError(.outOfRange, "a log that has a root has an entry").inside("size") }
  }
}
