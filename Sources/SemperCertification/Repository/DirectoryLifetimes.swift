public import SemperModel

/// For how long each file of a directory is good: as long as a withheld successor may go unnoticed.
public struct DirectoryLifetimes: Sendable, Hashable {
  public var targets: Span
  public var snapshot: Span
  public var timestamp: Span

  public init(
    targets: Span = Span(seconds: 90 * 86_400), snapshot: Span = Span(seconds: 7 * 86_400),
    timestamp: Span = Span(seconds: 86_400)
  ) {
    self.targets = targets
    self.snapshot = snapshot
    self.timestamp = timestamp
  }
}
