public import SemperCertification
public import SemperCoding

/// Which files make up an edition of a directory, as its owner is told: the version of each role's file.
public struct EditionNumbers: Hashable, Sendable, CanonicalValue {
  public let root: Int
  public let targets: Int
  public let snapshot: Int
  public let timestamp: Int
  /// Of those to whom something is delegated now; 0 for who has handed nothing in.
  public let delegates: [String: Int]

  public init(_ edition: DirectoryEdition) {
    root = edition.root.content.version
    targets = edition.targets.content.version
    snapshot = edition.snapshot.content.version
    timestamp = edition.timestamp.content.version
    let names = edition.targets.content.delegations.map(\.name)
    delegates = Dictionary(
      names.map { ($0, edition.delegates[$0]?.content.version ?? 0) }, uniquingKeysWith: { first, _ in first })
  }

  public var json: JSON {
    .fields([
      "delegates": .object(JSONObject(delegates.map { ($0.key, $0.value.json) })), "root": root.json,
      "snapshot": snapshot.json, "targets": targets.json, "timestamp": timestamp.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    root = try fields.value("root")
    snapshot = try fields.value("snapshot")
    targets = try fields.value("targets")
    timestamp = try fields.value("timestamp")
    var delegates = [String: Int]()
    for member in try fields.value("delegates", as: JSON.self).object?.members ?? [] {
      delegates[member.name] = try Int(json: member.value)
    }
    self.delegates = delegates
    try fields.close()
  }
}
