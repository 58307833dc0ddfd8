public import SemperCoding
public import SemperModel

/// An item as the exchange terms name it: its place, its class, and the salted digest of its description.
public struct ItemCommitment: Hashable, Sendable, CanonicalValue {
  public let path: String
  public let itemClass: ItemClass
  public let digest: Digest

  public init(path: String, itemClass: ItemClass, digest: Digest) {
    self.path = path
    self.itemClass = itemClass
    self.digest = digest
  }

  public var json: JSON {
    .fields(["class": itemClass.json, "digest": digest.json, "path": path.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    path = try ItemPath.checked(fields.value("path"))
    itemClass = try fields.value("class")
    digest = try fields.value("digest")
    try fields.close()
  }
}
