import SemperCoding
import SemperCryptography
import SemperModel

/// One inner node on the way from the root of a container to what is shown, with what is needed to compute its digest:
/// of the other children only digests on an audit path (RFC 6962 section 2.1.1).
struct DisclosureStep: Hashable, Sendable, CanonicalValue {
  /// A tree of 64 leaves is six levels high.
  private static let longestPath = 6
  let name: String
  let attributes: SecurityAttributes
  let index: Int
  let children: Int
  let beside: [Digest]

  /// The step from a branch to one of its children.
  init(from branch: ContainerBranch, to index: Int) {
    name = branch.name
    attributes = branch.attributes
    self.index = index
    children = branch.children.count
    beside = MerkleTree(nodes: .containerTree).path(to: index, in: branch.children.map(\.digest))
  }

  /// The branch's digest, given the child's; `nil` when the path does not fit.
  func digest(over child: Digest) -> Digest? {
    MerkleTree(nodes: .containerTree).root(from: child, at: index, of: children, path: beside).map {
      ContainerBranch.digest(name: name, attributes: attributes, children: children, tree: $0)
    }
  }

  var json: JSON {
    .fields([
      "attributes": attributes.json, "beside": beside.json, "children": children.json, "index": index.json,
      "name": name.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    name = try NodeName.checked(fields.value("name"))
    attributes = try fields.value("attributes")
    index = try fields.value("index")
    children = try fields.value("children")
    beside = try fields.value("beside")
    try fields.close()
    guard (1...ContainerBranch.mostChildren).contains(children), (0..<children).contains(index),
      beside.count <= Self.longestPath
    else { throw CodingError(.outOfRange, "this is no step in a container") }
  }
}
