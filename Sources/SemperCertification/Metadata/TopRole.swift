/// The roles that the root names: it says itself who may sign for each.
public enum TopRole: String, Sendable, CaseIterable {
  /// Says who signs for whom. Its keys are kept away from any network.
  case root
  /// Says which snapshot is the newest, for hours: what it last said cannot be withheld for longer.
  case timestamp
  /// Says which versions of all files of targets belong together.
  case snapshot
  /// Says what is distributed, and to whom that is delegated.
  case targets
}
