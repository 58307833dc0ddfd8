public import SemperCoding
public import SemperModel

/// Which snapshot is the newest.
public struct TimestampMetadata: MetadataContent {
  public static var type: String { "timestamp" }

  public let version: Int
  public let expires: Timestamp
  public let snapshot: ListedFile

  public init(version: Int, expires: Timestamp, snapshot: SignedMetadata<SnapshotMetadata>) {
    self.version = version
    self.expires = expires
    self.snapshot = ListedFile(snapshot)
  }

  public var json: JSON { fields([("meta", .fields(["snapshot.json": snapshot.json]))]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    (version, expires) = try Self.common(&fields)
    var listed = try ObjectReader(fields.value("meta", as: JSON.self))
    snapshot = try listed.value("snapshot.json")
  }
}
