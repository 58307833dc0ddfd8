import SemperCoding
import SemperModel

/// How much one container may be, whoever made it. Large data stays outside and is named by its root.
public enum ContainerLimits {
  /// Inner nodes and items together.
  public static let nodes = 128
  /// Nodes on the way from the root to an item, both counted.
  public static let depth = 6
  /// Canonical bytes of the tree in the open.
  public static let bytes = 256 << 10
  /// Canonical bytes of what travels.
  public static let packedBytes = 1 << 20

  /// Refuses a tree that is too large, too deep, or has a position that is no `ItemPath`.
  static func check(_ root: ContainerBranch) throws(CodingError) {
    guard root.canonicalBytes.count <= packedBytes else {
      throw CodingError(.tooLarge, "a container has at most \(packedBytes) bytes")
    }
    var nodes = 0
    try count(.branch(root), path: "", depth: 1, &nodes)
  }

  private static func count(
    _ node: ContainerNode, path: String, depth: Int, _ nodes: inout Int
  ) throws(CodingError) {
    nodes += 1
    guard nodes <= Self.nodes else { throw CodingError(.tooMany, "a container has at most \(Self.nodes) nodes") }
    guard depth <= Self.depth else { throw CodingError(.tooDeep, "a container is at most \(Self.depth) nodes deep") }
    if !path.isEmpty { _ = try ItemPath.checked(path) }
    guard case .branch(let branch) = node else { return }
    for child in branch.children {
      try count(child, path: path.joined(with: child.name ?? "sealed"), depth: depth + 1, &nodes)
    }
  }
}
