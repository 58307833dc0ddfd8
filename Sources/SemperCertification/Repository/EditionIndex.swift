import SemperCoding
import SemperModel

/// Which files make up the edition that is public: the versions of the roles' files.
struct EditionIndex: CanonicalValue {
  private let root: Int
  private let targets: Int
  private let snapshot: Int
  private let timestamp: Int
  private let delegates: [String: Int]

  init(_ edition: DirectoryEdition) {
    root = edition.root.content.version
    targets = edition.targets.content.version
    snapshot = edition.snapshot.content.version
    timestamp = edition.timestamp.content.version
    delegates = edition.delegates.mapValues(\.content.version)
  }

  /// The edition, of files that are there. Throws `malformed` for one that is missing.
  func edition(_ file: (String) throws -> [UInt8]?) throws -> DirectoryEdition {
    func read<Content>(_ name: String) throws -> SignedMetadata<Content> {
      guard let bytes = try file("metadata/\(name).json") else {
        throw CodingError(.missing, "the file \(name).json is not there")
      }
      return try SignedMetadata(reading: bytes)
    }
    var files = [String: SignedMetadata<TargetsMetadata>]()
    for (name, version) in delegates { files[name] = try read("\(version).\(name)") }
    return DirectoryEdition(
      root: try read("\(root).root"), targets: try read("\(targets).targets"),
      snapshot: try read("\(snapshot).snapshot"), timestamp: try read("timestamp"), delegates: files)
  }

  var json: JSON {
    .fields([
      "delegates": .object(JSONObject(delegates.map { ($0.key, $0.value.json) })), "root": root.json,
      "snapshot": snapshot.json, "targets": targets.json, "timestamp": timestamp.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
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
