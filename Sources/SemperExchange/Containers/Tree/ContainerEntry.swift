import SemperModel

/// An item of a container with its position and all that holds for it.
public struct ContainerEntry: Hashable, Sendable {
  /// Names from the root, whose own name is not part of it, such as `goods/course`.
  public let path: String
  public let leaf: ContainerLeaf
  /// Demanded by the inner nodes above it, completed.
  public let attributes: SecurityAttributes
  public var item: ContainerItem { leaf.item }
}
