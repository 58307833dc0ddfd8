public import SemperCoding
public import SemperModel

/// Which versions of the files of targets belong together.
public struct SnapshotMetadata: MetadataContent {
  public static var type: String { "snapshot" }

  public let version: Int
  public let expires: Timestamp
  /// By the name of the role.
  public let files: [String: ListedFile]

  public init(version: Int, expires: Timestamp, files: [String: ListedFile]) {
    self.version = version
    self.expires = expires
    self.files = files
  }

  private static let ending = ".json"

  public var json: JSON {
    fields([("meta", .object(JSONObject(files.map { ($0.key + Self.ending, $0.value.json) })))])
  }

  /// Refuses a snapshot without the file of targets, and names that no role has.
  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    (version, expires) = try Self.common(&fields)
    guard case .object(let listed) = try fields.value("meta", as: JSON.self) else {
      throw CodingError(.wrongType, "an object is expected").inside("meta")
    }
    guard listed.members.count <= ListedFile.most else {
      throw CodingError(.tooMany, "at most \(ListedFile.most) files are listed").inside("meta")
    }
    var files = [String: ListedFile]()
    for member in listed.members {
      do throws(CodingError) {
        guard member.name.utf8.allSatisfy(TargetPath.isAllowed), member.name.hasSuffix(Self.ending) else {
          throw CodingError(.wrongForm, "a file is named after its role")
        }
        files[String(member.name.dropLast(Self.ending.count))] = try ListedFile(json: member.value)
      } catch {
        throw error.inside(String(member.name.prefix(80))).inside("meta")
      }
    }
    guard files[TopRole.targets.rawValue] != nil else {
      throw CodingError(.missing, "a snapshot lists targets.json").inside("meta")
    }
    self.files = files
  }
}
