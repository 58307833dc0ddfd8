/// How two sides' items are exchanged, computed and shown to both before anybody commits.
public struct Plan: Hashable, Sendable {
  /// Whether the party that asks (the proposer) is the originator.
  public let proposerIsOriginator: Bool
  public let level: FairnessLevel
  public let mode: OpeningMode

  init(proposerIsOriginator: Bool, level: FairnessLevel, mode: OpeningMode = .direct) {
    self.proposerIsOriginator = proposerIsOriginator
    self.level = level
    self.mode = mode
  }

  /// Whether the responder adds a bond, locked like money, that it loses when its data is proved to be bad.
  public var needsBond: Bool { level == .compensated }
}
