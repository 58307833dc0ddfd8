public import SemperCoding
import SemperCommunication
public import SemperModel

/// A pinned directory with what is known of it now.
public struct KnownDirectory: Hashable, Sendable {
  public let pinned: PinnedDirectory
  public let rootVersion: Int
  public let rootExpires: Timestamp
  /// Until when what was last seen of it is believed without asking again; `nil` while nothing was seen.
  public let goodUntil: Timestamp?

  public var json: JSON {
    .fields([
      "address": pinned.address.json, "begunWith": pinned.root.json, "goodUntil": goodUntil?.json,
      "rootExpires": rootExpires.json, "rootVersion": rootVersion.json,
    ])
  }
}
