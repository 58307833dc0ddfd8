public import SemperCoding
import SemperCryptography
public import SemperModel

/// An item with its name and its salt. Who knows only the digest cannot guess the item, however few it could be.
public struct ContainerLeaf: Hashable, Sendable, CanonicalValue {
  public let name: String
  public let salt: Nonce
  public let item: ContainerItem

  /// Refuses a name that is no single name of an `ItemPath`. A salt is drawn for one leaf and never used again.
  public init(name: String, salt: Nonce, item: ContainerItem) throws(CodingError) {
    self.name = try NodeName.checked(name)
    self.salt = salt
    self.item = item
  }

  /// `H(container-leaf ‖ salt ‖ canonical JSON of item and name)`.
  public var digest: Digest {
    let said: JSON = .fields(["item": item.json, "name": name.json])
    return Digest(of: salt.bytes + said.canonicalBytes, for: .containerLeaf)
  }

  public var json: JSON { .fields(["item": item.json, "name": name.json, "salt": salt.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(name: fields.value("name"), salt: fields.value("salt"), item: fields.value("item"))
    try fields.close()
  }
}
