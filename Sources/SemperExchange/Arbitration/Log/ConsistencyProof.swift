public import SemperCoding
import SemperCryptography
public import SemperModel

/// That a log of one size is the beginning of the same log at a later size (RFC 6962 consistency proof).
public struct ConsistencyProof: Hashable, Sendable, CanonicalValue {
  public let from: Int
  public let to: Int
  public let path: [Digest]

  public init(from: Int, to: Int, path: [Digest]) {
    self.from = from
    self.to = to
    self.path = path
  }

  /// Whether it leads from the one head to the other.
  public func holds(from earlier: LogHead, to later: LogHead) -> Bool {
    earlier.size == from && later.size == to
      && ArbiterLog.tree.extends(
        (earlier.size, earlier.root), to: (later.size, later.root), proof: path)
  }

  public var json: JSON { .fields(["from": from.json, "path": path.json, "to": to.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    from = try fields.value("from")
    path = try fields.value("path")
    to = try fields.value("to")
    try fields.close()
    guard 0 < from, from <= to, path.count <= 2 * InclusionProof.longestPath else {
      throw CodingError(.outOfRange, "a proof leads from a size to one that is not smaller")
    }
  }
}
