public import SemperCryptography

/// The keys that an edition of a directory is signed with, lent by who publishes and kept nowhere here. Roles that sign nothing
/// this time may be left out: a timestamp alone needs its own key only.
public struct DirectoryKeys: Sendable {
  public var targets: [SigningKey]
  public var snapshot: [SigningKey]
  public var timestamp: [SigningKey]

  public init(targets: [SigningKey] = [], snapshot: [SigningKey] = [], timestamp: [SigningKey]) {
    self.targets = targets
    self.snapshot = snapshot
    self.timestamp = timestamp
  }
}
