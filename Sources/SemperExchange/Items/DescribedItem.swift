public import SemperCoding
import SemperCryptography
public import SemperModel

/// An item's description with its place and a salt. The exchange terms hold only the commitment, so that who sees the
/// terms cannot guess what is exchanged; the parties hold the description, and the arbiter gets it when it must judge.
public struct DescribedItem: Hashable, Sendable, CanonicalValue {
  public let path: String
  public let salt: Nonce
  public let description: ItemDescription

  public init(path: String, salt: Nonce, description: ItemDescription) {
    self.path = path
    self.salt = salt
    self.description = description
  }

  public var commitment: ItemCommitment {
    ItemCommitment(
      path: path, itemClass: description.itemClass, digest: Digest(of: canonicalBytes, for: .description))
  }

  public var json: JSON {
    .fields(["description": description.json, "path": path.json, "salt": salt.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    path = try ItemPath.checked(fields.value("path"))
    salt = try fields.value("salt")
    description = try fields.value("description")
    try fields.close()
  }
}
