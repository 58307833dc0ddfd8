/// How much a client takes from a directory that may mean it ill.
public struct DirectoryLimits: Sendable, Hashable {
  // Bytes of each kind of file.
  public var root: Int
  public var timestamp: Int
  public var snapshot: Int
  public var targets: Int
  /// Of what is distributed.
  public var content: Int
  /// New roots in one refresh.
  public var rotations: Int
  /// Roles that are asked for one path.
  public var delegations: Int

  public init(
    root: Int = 256 << 10, timestamp: Int = 16 << 10, snapshot: Int = 1 << 20, targets: Int = 4 << 20,
    content: Int = 4 << 20, rotations: Int = 256, delegations: Int = 32
  ) {
    self.root = root
    self.timestamp = timestamp
    self.snapshot = snapshot
    self.targets = targets
    self.content = content
    self.rotations = rotations
    self.delegations = delegations
  }
}
