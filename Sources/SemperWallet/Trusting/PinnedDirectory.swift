public import SemperCoding
public import SemperCommunication
public import SemperModel

/// The directory from which a wallet downloads services: where it answers, and the root with which trust in it began.
public struct PinnedDirectory: Hashable, Sendable, CanonicalValue {
  public let address: Address
  /// The SHA-256 of the first root, by which two people can compare whether they began with the same.
  public let root: Digest

  init(address: Address, root: Digest) {
    self.address = address
    self.root = root
  }

  public var json: JSON { .fields(["address": address.json, "root": root.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    address = try fields.value("address")
    root = try fields.value("root")
    try fields.close()
  }
}
