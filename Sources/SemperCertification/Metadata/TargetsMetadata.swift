public import SemperCoding
import SemperCryptography
public import SemperModel

/// What a role distributes, and to whom it delegates paths, in the order in which they are asked.
public struct TargetsMetadata: MetadataContent {
  public static var type: String { "targets" }

  public let version: Int
  public let expires: Timestamp
  public let targets: [TargetPath: ListedTarget]
  /// Keys of delegated roles.
  public let keys: [DirectoryKey]
  public let delegations: [Delegation]

  public init(
    version: Int, expires: Timestamp, targets: [TargetPath: ListedTarget] = [:], keys: [DirectoryKey] = [],
    delegations: [Delegation] = []
  ) {
    self.version = version
    self.expires = expires
    self.targets = targets
    self.keys = keys
    self.delegations = delegations
  }

  public func delegation(to name: String) -> Delegation? { delegations.first { $0.name == name } }

  public var json: JSON {
    let listed: JSON = .object(JSONObject(targets.map { ($0.key.text, $0.value.json) }))
    guard !delegations.isEmpty else { return fields([("targets", listed)]) }
    return fields([
      ("delegations", .fields(["keys": DirectoryKey.json(of: keys), "roles": delegations.json])), ("targets", listed),
    ])
  }

  /// Refuses two delegations to one name, and delegations by hash bins that are not written out.
  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    (version, expires) = try Self.common(&fields)
    guard case .object(let listed) = try fields.value("targets", as: JSON.self) else {
      throw CodingError(.wrongType, "an object is expected").inside("targets")
    }
    guard listed.members.count <= ListedFile.most else {
      throw CodingError(.tooMany, "at most \(ListedFile.most) files are listed").inside("targets")
    }
    var targets = [TargetPath: ListedTarget]()
    for member in listed.members {
      do { targets[try TargetPath(member.name)] = try ListedTarget(json: member.value) } catch {
        throw error.inside(String(member.name.prefix(80))).inside("targets")
      }
    }
    self.targets = targets
    guard let written: JSON = try fields.optional("delegations") else {
      (keys, delegations) = ([], [])
      return
    }
    do throws(CodingError) { (keys, delegations) = try Self.delegations(in: written) } catch {
      throw error.inside("delegations")
    }
  }

  private static func delegations(in json: JSON) throws(CodingError) -> ([DirectoryKey], [Delegation]) {
    var fields = try ObjectReader(json)
    let keys = try DirectoryKey.keys(in: fields.value("keys"))
    let delegations: [Delegation] = try fields.value("roles")
    guard delegations.count <= Delegation.most, Set(delegations.map(\.name)).count == delegations.count else {
      throw CodingError(.duplicateName, "each role is delegated to once, and there are at most \(Delegation.most)")
    }
    return (keys, delegations)
  }
}
