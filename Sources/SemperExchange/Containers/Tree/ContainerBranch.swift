public import SemperCoding
import SemperCryptography
public import SemperModel

/// An inner node of a container: a name, what it demands for all below it, and 1 to 64 children.
public struct ContainerBranch: Hashable, Sendable, CanonicalValue {
  public static let mostChildren = 64
  public let name: String
  public let attributes: SecurityAttributes
  public let children: [ContainerNode]

  /// Refuses a bad name, no child or too many, and two children of one name.
  public init(name: String, attributes: SecurityAttributes, children: [ContainerNode]) throws(CodingError) {
    guard (1...Self.mostChildren).contains(children.count) else {
      throw CodingError(.tooMany, "an inner node has 1 to \(Self.mostChildren) children")
    }
    let names = children.compactMap(\.name)
    guard Set(names).count == names.count else {
      throw CodingError(.duplicateName, "two children of “\(name.prefix(40))” have one name")
    }
    self.name = try NodeName.checked(name)
    self.attributes = attributes
    self.children = children
  }

  public var digest: Digest {
    let tree = MerkleTree(nodes: .containerTree).root(of: children.map(\.digest))
    return Self.digest(name: name, attributes: attributes, children: children.count, tree: tree)
  }

  /// `H(container-node ‖ Merkle root over the children ‖ canonical JSON of attributes, number of children and name)`.
  static func digest(name: String, attributes: SecurityAttributes, children: Int, tree: Digest) -> Digest {
    let said: JSON = .fields(["attributes": attributes.json, "children": children.json, "name": name.json])
    return Digest(of: tree.bytes + said.canonicalBytes, for: .containerNode)
  }

  public var json: JSON {
    .fields(["attributes": attributes.json, "children": children.json, "name": name.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(
      name: fields.value("name"), attributes: fields.value("attributes"), children: fields.value("children"))
    try fields.close()
  }
}
